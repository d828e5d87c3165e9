package dev.tenstep.rpc.stream;

/**
 * The receiver's account of how much of a stream may be under way. Each protocol counts in its own way: messages and bytes, or
 * bytes alone, and with them what frames a message, as its peer does.
 *
 * <p>Only a window that counts messages refuses one for their number. Where a protocol counts bytes alone, as HTTP/2 does, an
 * honest peer may fill the first window with thousands of empty messages, each of which takes no more than its framing.
 *
 * <p>Threads: {@link #open} and {@link #take} by whoever feeds the stream, the rest by whoever takes elements out of it, one
 * thread at a time each.
 */
public interface StreamWindow {

    /** Whether another message may come. */
    boolean open();

    /**
     * Counts a message that has come. The last one that is granted may pass the bytes, so that any message fits.
     *
     * @param length of the message in bytes
     * @return false if it was not granted: the peer breaks the protocol
     */
    boolean take(int length);

    /**
     * Counts a message that has been taken out, and grants the sender more by {@link CreditSink#grant} when enough have been.
     *
     * @param length of the message in bytes
     */
    void taken(int length, CreditSink feed);

    /** Gives back what the window has of a budget that streams share; the stream is over. */
    void close();
}
