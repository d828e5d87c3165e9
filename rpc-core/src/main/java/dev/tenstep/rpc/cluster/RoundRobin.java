package dev.tenstep.rpc.cluster;

import dev.tenstep.rpc.kernel.ConnectivityState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the ready connections in turn. A further attempt at a call goes to an endpoint that the call has not tried, or
 * else over another connection to a tried one, or else to the one tried longest ago.
 *
 * <p>While none of them is ready but one may become so, the call waits. If all have failed, it goes to the next in
 * turn, which reports why it cannot be sent. A call that waits for ready takes any connection that is ready, or goes on
 * waiting. Safe for use by many threads.
 */
final class RoundRobin implements Balancer {
    private static final int ELSEWHERE = Integer.MAX_VALUE;
    private static final int ANOTHER_CONNECTION = ELSEWHERE - 1;

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public @Nullable Subchannel choose(List<Subchannel> all, List<Subchannel> tried, boolean waitForReady) {
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        int wanted = tried.isEmpty() ? 0 : best(all, tried);
        Subchannel unready = null;
        boolean mayBecomeReady = false;
        for (int i = 0; i < all.size(); i++) {
            Subchannel next = all.get((first + i) % all.size());
            if (!tried.isEmpty() && rank(next, tried) < wanted) {
                continue;
            }
            ConnectivityState state = next.kernel.state();
            if (state == ConnectivityState.READY) {
                return next;
            }
            next.kernel.connect();
            unready = unready == null ? next : unready;
            mayBecomeReady |= state != ConnectivityState.TRANSIENT_FAILURE;
        }
        if (waitForReady && !tried.isEmpty()) {
            return anyReady(all);
        }
        return mayBecomeReady || waitForReady ? null : unready;
    }

    private static int best(List<Subchannel> all, List<Subchannel> tried) {
        int best = 0;
        for (Subchannel each : all) {
            best = Math.max(best, rank(each, tried));
        }
        return best;
    }

    /** Ranks an untried endpoint above another connection, and that above the one tried longest ago. */
    private static int rank(Subchannel subchannel, List<Subchannel> tried) {
        int rank = ELSEWHERE;
        for (int i = 0; i < tried.size(); i++) {
            if (tried.get(i) == subchannel) {
                rank = tried.size() - 1 - i;
            } else if (rank == ELSEWHERE && tried.get(i).endpoint.equals(subchannel.endpoint)) {
                rank = ANOTHER_CONNECTION;
            }
        }
        return rank;
    }

    private static @Nullable Subchannel anyReady(List<Subchannel> all) {
        for (Subchannel each : all) {
            if (each.kernel.state() == ConnectivityState.READY) {
                return each;
            }
        }
        return null;
    }
}
