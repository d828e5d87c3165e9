package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.DerivedCall;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ConnectivityState;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spreads calls over kernels, the ready ones in turn. A further attempt at a call goes to another endpoint than the one before
 * it, or else over another connection to the same, where there is one.
 *
 * <p>While none is ready, but one may become so, a call waits here for the first that does, and not at an endpoint that may never
 * answer. Where all have failed, a call goes to the next in turn, which says why it cannot be sent; one that waits for ready goes
 * on waiting. Safe for use by many threads.
 */
public final class RoundRobin implements Exchange, AutoCloseable {
    /** No kernel for now: the call has to wait. */
    private static final int NONE = -1;

    private final List<ClientKernel> kernels;
    private final List<Exchange> ways;
    private final int endpoints;
    private final WaitingCalls waiting;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Makes one, which hears of the kernels' states from now on.
     *
     * @param kernels as many for each endpoint: kernel {@code i} is one of endpoint {@code i % endpoints}
     * @param filters that stand before each kernel, the first of them outermost
     * @param settings of the kernels: what bounds the calls that wait
     */
    public RoundRobin(List<ClientKernel> kernels, int endpoints, List<Filter> filters, KernelSettings settings) {
        this(kernels, endpoints, filters, settings, new RetryThread());
    }

    RoundRobin(
            List<ClientKernel> kernels,
            int endpoints,
            List<Filter> filters,
            KernelSettings settings,
            RetryTimer timer) {
        this.kernels = List.copyOf(kernels);
        this.ways = this.kernels.stream()
                .map(kernel -> Filter.chain(filters, kernel))
                .toList();
        this.endpoints = endpoints;
        this.waiting = new WaitingCalls(this::sendWaiting, settings.maxUnwritten(), settings.maxMessage(), timer);
        this.kernels.forEach(kernel -> kernel.onStateChange(waiting::endpointChanged));
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        int seen = waiting.changes();
        int chosen = choose(call);
        if (chosen == NONE) {
            waiting.add(call, replyTo, seen);
        } else {
            ways.get(chosen).exchange(call, replyTo);
        }
    }

    private boolean sendWaiting(Call call, ReplyTo replyTo) {
        int chosen = choose(call);
        if (chosen != NONE) {
            ClientKernel.send(ways.get(chosen), call, replyTo);
        }
        return chosen != NONE;
    }

    private int choose(Call call) {
        Placed placed = DerivedCall.original(call) instanceof Placed attempt ? attempt : null;
        int chosen = choose(placed == null ? NONE : placed.place(), call.waitForReady());
        if (placed != null && chosen != NONE) {
            placed.place(chosen);
        }
        return chosen;
    }

    private int choose(int before, boolean waitForReady) {
        int first = Math.floorMod(turn.getAndIncrement(), kernels.size());
        int unready = NONE;
        boolean mayBecomeReady = false;
        for (int i = 0; i < kernels.size(); i++) {
            int at = (first + i) % kernels.size();
            if (before != NONE && !differs(at, before)) {
                continue;
            }
            ClientKernel kernel = kernels.get(at);
            ConnectivityState state = kernel.state();
            if (state == ConnectivityState.READY) {
                return at;
            }
            kernel.connect();
            unready = unready == NONE ? at : unready;
            mayBecomeReady |= state != ConnectivityState.TRANSIENT_FAILURE;
        }
        if (waitForReady && before != NONE && kernels.get(before).state() == ConnectivityState.READY) {
            return before;
        }
        return mayBecomeReady || waitForReady ? NONE : unready;
    }

    private boolean differs(int at, int before) {
        return endpoints > 1 ? at % endpoints != before % endpoints : at != before;
    }

    /** Ends the calls that wait (UNAVAILABLE). */
    @Override
    public void close() {
        waiting.close();
    }
}
