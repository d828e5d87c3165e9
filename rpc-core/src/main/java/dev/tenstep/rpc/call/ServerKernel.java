package dev.tenstep.rpc.call;

import java.time.Duration;

/** The server's kernel: listens at one address, and hands the calls that arrive to the server's {@link Services}. */
public interface ServerKernel {

    /** Where it listens, as a target for clients: {@code 127.0.0.1:43210}. */
    String address();

    /**
     * Takes no more calls, answers those it took, then closes its connections.
     *
     * @return whether all calls were answered within the time
     */
    boolean close(Duration drain);
}
