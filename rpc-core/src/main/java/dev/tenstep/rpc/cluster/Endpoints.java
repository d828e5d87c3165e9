package dev.tenstep.rpc.cluster;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ConnectivityState;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.worker.Timer;
import dev.tenstep.rpc.worker.TimerThread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of a client's target. A {@link Resolver} lists them, a {@link Balancer} chooses one for each attempt,
 * and a call for which none is ready waits here. Connections are opened when an endpoint is added and closed when it is
 * removed.
 *
 * <p>Safe for use by many threads: a call reads one immutable list; changes are guarded by the monitor.
 */
public final class Endpoints implements Exchange, Resolver.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    /**
     * A grace period, since a call may have been given a connection just before its endpoint was taken off the list.
     */
    private static final long DRAIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Resolver resolver;
    private final Balancer balancer = new RoundRobin();
    private final Function<Endpoint, ClientKernel> kernels;
    private final int connections;
    private final List<Filter> filters;
    private final WaitingCalls waiting;
    private final Timer timer;
    /** Connections of endpoints that are off the list, until their calls have ended. */
    private final Set<Subchannel> leaving = ConcurrentHashMap.newKeySet();

    private Map<Endpoint, List<Subchannel>> byEndpoint = Map.of();
    private volatile List<Subchannel> all = List.of();
    /** The reason that there is no list yet, if the resolver has given one. */
    private volatile @Nullable String unresolved;

    private volatile boolean closed;

    /**
     * Makes the endpoints, and starts the resolver.
     *
     * @param kernels makes the kernel for a connection to an endpoint
     * @param connections the number of connections to each endpoint
     * @param filters the filters before each kernel, the first of them outermost
     * @param settings the kernels' settings: they bound the calls that wait
     */
    public Endpoints(
            Resolver resolver,
            Function<Endpoint, ClientKernel> kernels,
            int connections,
            List<Filter> filters,
            KernelSettings settings) {
        this(resolver, kernels, connections, filters, settings, new TimerThread());
    }

    Endpoints(
            Resolver resolver,
            Function<Endpoint, ClientKernel> kernels,
            int connections,
            List<Filter> filters,
            KernelSettings settings,
            Timer timer) {
        this.resolver = resolver;
        this.kernels = kernels;
        this.connections = connections;
        this.filters = List.copyOf(filters);
        this.timer = timer;
        this.waiting = new WaitingCalls(this::sendWaiting, settings.maxUnwritten(), settings.maxMessage(), timer);
        resolver.start(this);
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        int seen = waiting.changes();
        Subchannel chosen = choose(call);
        if (chosen != null) {
            chosen.exchange.exchange(call, replyTo);
        } else if (mustFail(call)) {
            ClientKernel.deliverFailure(call, replyTo, unresolved());
        } else {
            waiting.add(call, replyTo, seen);
        }
    }

    private boolean sendWaiting(Call call, ReplyTo replyTo) {
        Subchannel chosen = choose(call);
        if (chosen != null) {
            ClientKernel.send(chosen.exchange, call, replyTo);
        } else if (mustFail(call)) {
            ClientKernel.deliverFailure(call, replyTo, unresolved());
        } else {
            return false;
        }
        return true;
    }

    private boolean mustFail(Call call) {
        return unresolved != null && all.isEmpty() && !call.waitForReady();
    }

    private RpcException unresolved() {
        return RpcException.notStarted(StatusCode.UNAVAILABLE, "no endpoint is known: " + unresolved, null);
    }

    private @Nullable Subchannel choose(Call call) {
        List<Subchannel> now = all;
        if (now.isEmpty()) {
            return null;
        }
        Routed routed = call.original() instanceof Routed attempt ? attempt : null;
        List<Subchannel> tried = routed == null ? List.of() : routed.tried();
        Subchannel chosen = balancer.choose(now, tried, call.waitForReady());
        if (routed != null && chosen != null) {
            routed.sentOver(chosen);
        }
        return chosen;
    }

    /** Returns whether another attempt can go over another connection than the first. */
    public boolean several() {
        return all.size() > 1;
    }

    /**
     * Replaces the endpoints; all stay as they were if one is invalid.
     *
     * @throws IllegalArgumentException if an address or a setting is invalid
     */
    @Override
    public synchronized void endpoints(List<Endpoint> named) {
        if (named.isEmpty() && !closed) {
            LOG.warn("ignoring an empty list of endpoints and keeping the previous ones: {}", byEndpoint.keySet());
        }
        if (named.isEmpty() || closed) {
            return;
        }
        Map<Endpoint, List<Subchannel>> before = byEndpoint;
        Map<Endpoint, List<Subchannel>> after = new LinkedHashMap<>();
        try {
            for (Endpoint endpoint : new LinkedHashSet<>(named)) {
                List<Subchannel> known = before.get(endpoint);
                after.put(endpoint, known != null ? known : connectable(endpoint));
            }
        } catch (RuntimeException e) {
            after.keySet().removeAll(before.keySet());
            after.values().forEach(Endpoints::closeAll);
            throw e;
        }
        byEndpoint = after;
        all = inTurn(after);
        before.forEach((endpoint, subchannels) -> {
            if (!after.containsKey(endpoint)) {
                leaving.addAll(subchannels);
                timer.after(DRAIN_AFTER_NANOS, () -> drain(subchannels));
            }
        });
        waiting.endpointChanged();
    }

    private List<Subchannel> connectable(Endpoint endpoint) {
        List<Subchannel> opened = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                ClientKernel kernel = kernels.apply(endpoint);
                opened.add(new Subchannel(endpoint, kernel, Filter.chain(filters, kernel)));
                kernel.onStateChange(() -> stateChanged(kernel));
            }
        } catch (RuntimeException e) {
            closeAll(opened);
            throw e;
        }
        return List.copyOf(opened);
    }

    private static void closeAll(Collection<Subchannel> subchannels) {
        subchannels.forEach(each -> each.kernel.close());
    }

    private void drain(List<Subchannel> subchannels) {
        subchannels.forEach(each -> each.kernel.drain().whenComplete((nothing, thrown) -> leaving.remove(each)));
    }

    /**
     * Lists the first connections to each endpoint, then the second ones, so that consecutive calls go to different
     * endpoints.
     */
    private List<Subchannel> inTurn(Map<Endpoint, List<Subchannel>> subchannels) {
        List<Subchannel> ordered = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int connection = i;
            subchannels.values().forEach(each -> ordered.add(each.get(connection)));
        }
        return List.copyOf(ordered);
    }

    private void stateChanged(ClientKernel kernel) {
        if (kernel.state() == ConnectivityState.TRANSIENT_FAILURE && !closed) {
            resolver.refresh();
        }
        waiting.endpointChanged();
    }

    @Override
    public void failed(String why) {
        unresolved = why;
        waiting.endpointChanged();
        if (!all.isEmpty()) {
            LOG.warn("endpoints cannot be resolved; keeping the previous ones: {}", why);
        }
    }

    /** Ends the calls that wait (UNAVAILABLE), the resolver, and all connections. */
    @Override
    public void close() {
        closed = true;
        resolver.close();
        waiting.close();
        synchronized (this) {
            closeAll(all);
        }
        closeAll(leaving);
    }
}
