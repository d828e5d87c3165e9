package dev.tenstep.rpc.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the connection for an attempt at a call. Never blocks; safe for use by many threads. */
@FunctionalInterface
interface Balancer {

    /**
     * Chooses one of several connections, and starts those connecting that it would have preferred.
     *
     * @param all the connections at this time, at least one
     * @param tried the connections that earlier attempts at the call used, in order
     * @param waitForReady whether the call waits rather than fails
     * @return null if the call has to wait until the state of a connection changes
     */
    @Nullable
    Subchannel choose(List<Subchannel> all, List<Subchannel> tried, boolean waitForReady);
}
