package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.server.Services;
import java.time.Duration;

/** The server's kernel: listens at one address, and hands the calls that arrive to the server's {@link Services}. */
public interface ServerKernel {

    /** Where it listens, as a target for clients: {@code 127.0.0.1:43210}. */
    String address();

    /** Describes where it listens and how, for the log: {@code 127.0.0.1:43210 (epoll, TLS, protocols tenstep)}. */
    default String description() {
        return address();
    }

    /** Takes no more calls from now on, and answers those it took. Does not wait for them: addresses of a server drain together. */
    void drain();

    /**
     * Waits until the calls that it took are answered, then closes its connections. Drains first, unless it does already.
     *
     * @param patience how long it waits at the most
     * @return how many calls were not answered within the time
     */
    int close(Duration patience);

    /** Whether the calling thread is one that the kernel needs in order to answer calls, so that it must not wait for them. */
    default boolean inOwnThread() {
        return false;
    }
}
