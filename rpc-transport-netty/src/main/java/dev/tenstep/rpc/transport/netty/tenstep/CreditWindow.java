package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.StreamWindow;
import dev.tenstep.rpc.transport.netty.connection.WindowBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The credit of a stream's sender as its receiver counts it, in messages and in bytes. A stream starts with little, and
 * gets the whole window once it is moving, or what the connection's budget has left.
 *
 * <p>Threads: as in {@link StreamWindow}; any thread may use the budget.
 */
final class CreditWindow implements StreamWindow {
    /** The messages that every stream starts with, as fixed by the protocol. */
    static final int FIRST_MESSAGES = 128;

    /** The bytes that every stream starts with, as fixed by the protocol. */
    static final int FIRST_BYTES = 64 << 10;

    /** The most messages in flight of a moving stream. */
    static final int MOST_MESSAGES = 1024;

    /** The most bytes in flight of a moving stream. */
    static final int MOST_BYTES = 1 << 20;

    private final WindowBudget budget;
    private final AtomicLong messages = new AtomicLong(FIRST_MESSAGES);
    private final AtomicLong bytes = new AtomicLong(FIRST_BYTES);
    private int size = FIRST_BYTES;
    private int count = FIRST_MESSAGES;
    private int takenMessages;
    private int takenBytes;

    /**
     * Makes the window of a new stream.
     *
     * @param budget the bytes that the connection's streams share beyond their initial credit
     */
    CreditWindow(WindowBudget budget) {
        this.budget = budget;
    }

    @Override
    public boolean open() {
        return messages.get() > 0 && bytes.get() > 0;
    }

    @Override
    public boolean take(int length) {
        return messages.getAndDecrement() > 0 && bytes.getAndAdd(-length) > 0;
    }

    @Override
    public void taken(int length, CreditSink sink) {
        takenMessages++;
        takenBytes += length;
        if (takenMessages >= count / 2 || takenBytes >= size / 2) {
            grow();
            messages.addAndGet(takenMessages);
            bytes.addAndGet(takenBytes);
            sink.grant(takenMessages, takenBytes);
            takenMessages = 0;
            takenBytes = 0;
        }
    }

    private void grow() {
        int more = size < MOST_BYTES ? budget.take(MOST_BYTES - size) : 0;
        if (more > 0) {
            size += more;
            takenBytes += more;
            takenMessages += MOST_MESSAGES - count;
            count = MOST_MESSAGES;
        }
    }

    @Override
    public void close() {
        budget.give(size - FIRST_BYTES);
        size = FIRST_BYTES;
    }
}
