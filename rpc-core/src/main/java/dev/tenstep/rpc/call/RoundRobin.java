package dev.tenstep.rpc.call;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spreads calls over kernels, the ready ones first, in turn. A further attempt at a call goes to another endpoint than the
 * one before it, or else over another connection to the same, where there is one. Safe for use by many threads.
 */
public final class RoundRobin implements Exchange {
    private final List<ClientKernel> kernels;
    private final List<Exchange> ways;
    private final int endpoints;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Makes one.
     *
     * @param kernels as many for each endpoint: kernel {@code i} is one of endpoint {@code i % endpoints}
     * @param filters that stand before each kernel, the first of them outermost
     */
    public RoundRobin(List<ClientKernel> kernels, int endpoints, List<Filter> filters) {
        this.kernels = List.copyOf(kernels);
        this.ways = this.kernels.stream()
                .map(kernel -> Filter.chain(filters, kernel))
                .toList();
        this.endpoints = endpoints;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        Placed placed = DerivedCall.original(call) instanceof Placed attempt ? attempt : null;
        int chosen = choose(placed == null ? -1 : placed.place());
        if (placed != null) {
            placed.place(chosen);
        }
        ways.get(chosen).exchange(call, replyTo);
    }

    private int choose(int before) {
        int first = Math.floorMod(turn.getAndIncrement(), kernels.size());
        if (before < 0) {
            int ready = ready(first);
            return ready < 0 ? first : ready;
        }
        return chooseAnother(first, before);
    }

    private int ready(int first) {
        for (int i = 0; i < kernels.size(); i++) {
            int at = (first + i) % kernels.size();
            if (kernels.get(at).ready()) {
                return at;
            }
            kernels.get(at).connect();
        }
        return -1;
    }

    /** The kernel that is farthest from the one before, a ready one among those that are equally far. */
    private int chooseAnother(int first, int before) {
        int best = before;
        int bestRank = -1;
        for (int i = 0; i < kernels.size(); i++) {
            int at = (first + i) % kernels.size();
            int distance = at % endpoints != before % endpoints ? 2 : at != before ? 1 : 0;
            int rank = 2 * distance + (kernels.get(at).ready() ? 1 : 0);
            if (rank > bestRank) {
                bestRank = rank;
                best = at;
            }
        }
        return best;
    }
}
