package dev.tenstep.rpc.call;

/**
 * The client's local kernel: carries calls to one endpoint, keeps the connection, and ends every call that it took, at its
 * deadline at the latest. It performs step 3 when it writes the message and step 8 when it has read the reply, and says so by
 * {@link Call#begin}. Safe for use by many threads.
 */
public interface ClientKernel extends Exchange, AutoCloseable {

    /** Whether a call would be sent at once. */
    boolean ready();

    /** Starts to connect, unless it is connected, connecting, or waits before it tries again. */
    default void connect() {}

    /** Ends all calls (UNAVAILABLE) and all connections; does not block for longer than that takes. */
    @Override
    void close();
}
