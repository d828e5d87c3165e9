package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.server.Services;
import java.time.Duration;

/** The server's kernel: listens at one address, and hands the calls that arrive to the server's {@link Services}. */
public interface ServerKernel {

    /** The address that it listens on, as a target for clients: {@code 127.0.0.1:43210}. */
    String address();

    /** Describes where it listens and how, for the log: {@code 127.0.0.1:43210 (epoll, TLS, protocols tenstep)}. */
    default String description() {
        return address();
    }

    /** Stops accepting calls, and answers the accepted ones without waiting: addresses of a server drain together. */
    void drain();

    /**
     * Waits until the accepted calls are answered, then closes its connections. Drains first, unless it is draining
     * already.
     *
     * @param patience the longest wait
     * @return the number of calls that were not answered in time
     */
    int close(Duration patience);

    /**
     * Returns whether the kernel needs the calling thread in order to answer calls, so that it must not wait for them.
     */
    default boolean inOwnThread() {
        return false;
    }
}
