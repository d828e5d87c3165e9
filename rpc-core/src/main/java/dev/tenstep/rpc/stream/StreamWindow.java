package dev.tenstep.rpc.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a stream may be under way: the credit of its sender as its receiver counts it. A stream begins with little;
 * once it moves it gets the whole window, as long as the connection's budget has it.
 *
 * <p>Threads: {@link #take} by whoever feeds the stream, the rest by who takes elements, one thread at a time each.
 */
public final class StreamWindow {
    /** Messages that every stream begins with; a number of the protocol. */
    public static final int FIRST_MESSAGES = 128;

    /** Bytes of them. */
    public static final int FIRST_BYTES = 64 << 10;

    /** What a stream that moves may have under way, in bytes, unless a setting says otherwise. */
    public static final int DEFAULT_BYTES = 1 << 20;

    /** Messages that may be under way of a stream that moves. */
    static final int MESSAGES = 1024;

    private final AtomicLong budget;
    private final int largest;
    private final AtomicLong messages = new AtomicLong(FIRST_MESSAGES);
    private final AtomicLong bytes = new AtomicLong(FIRST_BYTES);
    private int size = FIRST_BYTES;
    private int count = FIRST_MESSAGES;
    private int takenMessages;
    private int takenBytes;

    /**
     * Makes one.
     *
     * @param budget bytes that the connection's streams may have beyond what they begin with; shared by them
     * @param largest the bytes that may be under way of one stream
     */
    public StreamWindow(AtomicLong budget, int largest) {
        this.budget = budget;
        this.largest = Math.max(largest, FIRST_BYTES);
    }

    /** Whether a message may come. */
    boolean open() {
        return messages.get() > 0 && bytes.get() > 0;
    }

    /** A message has come; false if it was not granted. One may pass the bytes, so that any message fits. */
    boolean take(int length) {
        return messages.getAndDecrement() > 0 && bytes.getAndAdd(-length) > 0;
    }

    /** A message has been taken out: grants as much again, a good part of the window at a time. */
    void taken(int length, StreamFeed feed) {
        takenMessages++;
        takenBytes += length;
        if (takenMessages >= count / 2 || takenBytes >= size / 2) {
            grow();
            messages.addAndGet(takenMessages);
            bytes.addAndGet(takenBytes);
            feed.grant(takenMessages, takenBytes);
            takenMessages = 0;
            takenBytes = 0;
        }
    }

    private void grow() {
        int more = largest - size;
        if (more > 0 && budget.addAndGet(-more) >= 0) {
            size = largest;
            takenBytes += more;
            takenMessages += MESSAGES - count;
            count = MESSAGES;
        } else if (more > 0) {
            budget.addAndGet(more);
        }
    }

    /** Gives back what it has of the budget; the stream is over. */
    void close() {
        budget.addAndGet(size - FIRST_BYTES);
        size = FIRST_BYTES;
    }
}
