package dev.tenstep.rpc.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses where an attempt at a call goes. Never blocks; safe for use by many threads. */
@FunctionalInterface
interface Balancer {

    /**
     * Chooses one of several connections, and has those connect that it would have liked better.
     *
     * @param all the connections at this time, at least one
     * @param tried those that earlier attempts at the call went to, in their order
     * @param waitForReady whether the call waits rather than fails
     * @return null if the call has to wait until the state of a connection changes
     */
    @Nullable
    Subchannel choose(List<Subchannel> all, List<Subchannel> tried, boolean waitForReady);
}
