package dev.tenstep.rpc.stream;

/**
 * The receiver's account of how much of a stream may be under way. Each protocol counts as its peer does: messages and
 * bytes, or bytes alone, including each message's framing.
 *
 * <p>Only a window that counts messages refuses one for their number. With a protocol that counts bytes alone, such as
 * HTTP/2, an honest peer may fill the first window with thousands of empty messages, each of which takes no more than
 * its framing.
 *
 * <p>Threads: {@link #open} and {@link #take} by the feeder, the rest by the consumer, one thread at a time each.
 */
public interface StreamWindow {

    /** Returns whether another message may come. */
    boolean open();

    /**
     * Counts a received message. The last one that is granted may exceed the bytes, so that any message fits.
     *
     * @param length of the message in bytes
     * @return false if it was not granted: the peer breaks the protocol
     */
    boolean take(int length);

    /**
     * Counts a consumed message, and grants the sender more by {@link CreditSink#grant} when enough have been consumed.
     *
     * @param length of the message in bytes
     */
    void taken(int length, CreditSink feed);

    /** Gives the window's part of a shared budget back, since the stream is over. */
    void close();
}
