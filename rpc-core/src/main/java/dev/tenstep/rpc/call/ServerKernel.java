package dev.tenstep.rpc.call;

import java.time.Duration;

/** The server's kernel: listens at one address, and hands the calls that arrive to the server's {@link Services}. */
public interface ServerKernel {

    /** Where it listens, as a target for clients: {@code 127.0.0.1:43210}. */
    String address();

    /**
     * Takes no more calls, answers those it took, then closes its connections.
     *
     * @return how many calls were not answered within the time
     */
    int close(Duration drain);

    /** Whether the calling thread is one that the kernel needs in order to answer calls, so that it must not wait for them. */
    default boolean inOwnThread() {
        return false;
    }
}
