package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.GuardedListener;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.SureExecutor;
import dev.tenstep.rpc.worker.WorkerPool;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a server serves: its services, with every serializer that it accepts. Immutable once built. */
public final class Services {
    private static final int DEFAULT_ABANDONED = 10_000;
    private static final Duration DEFAULT_STREAM_IDLE = Duration.ofSeconds(60);

    private record Key(String service, String method, String serializer) {}

    private final Map<Key, ServerMethod> methods = new HashMap<>();
    private final Map<Key, String> refusals = new HashMap<>();
    private final Map<String, TreeSet<String>> methodNames = new TreeMap<>();
    private final Map<String, Serializer> serializers = new TreeMap<>();
    private final Serializer configured;
    private final List<Filter> filters;
    private final WorkerPool pool;
    private final InPlaceWatch watch = new InPlaceWatch();
    private final Executor signals;
    private final List<StepListener> listeners;
    private @Nullable AdaptiveLimit limit;
    private int maxAbandoned = DEFAULT_ABANDONED;
    private long streamIdleNanos = DEFAULT_STREAM_IDLE.toNanos();

    /**
     * Makes an empty one.
     *
     * @param configured the serializer that every service must get along with
     * @param accepted those that clients may use besides
     * @param filters the first is the outermost
     * @param pool where handlers run that may block
     * @param signals where the signals of streams run
     */
    public Services(
            Serializer configured,
            List<Serializer> accepted,
            List<Filter> filters,
            WorkerPool pool,
            Executor signals,
            List<StepListener> listeners) {
        this.configured = configured;
        this.filters = List.copyOf(filters);
        this.pool = pool;
        this.signals = new SureExecutor(signals);
        this.listeners = GuardedListener.guarding(listeners);
        accepted.forEach(serializer -> serializers.put(serializer.name(), serializer));
        serializers.put(configured.name(), configured);
    }

    /** Limits the calls of the services that are added from now on, all together. */
    public void limit(AdaptiveLimit newLimit) {
        limit = newLimit;
    }

    /** Sets how long nothing may move on a call's streams while the client is waited for. */
    public void streamIdle(Duration time) {
        streamIdleNanos = time.toNanos();
    }

    /** How long nothing may move on a call's streams while the client is waited for. */
    public long streamIdleNanos() {
        return streamIdleNanos;
    }

    /** Sets how many calls of a connection may have been given up while their handlers go on. */
    public void maxAbandoned(int calls) {
        maxAbandoned = calls;
    }

    /**
     * Adds a service, before the server starts.
     *
     * @throws ContractException if the configured serializer cannot carry a type of it; where only another one cannot, the
     *     clients that use it are told so
     */
    public void add(ServiceContract contract, Object handler) {
        if (methodNames.putIfAbsent(contract.name(), new TreeSet<>()) != null) {
            throw new IllegalArgumentException("service " + contract.name() + ": added twice (expected: once)");
        }
        for (MethodContract method : contract.methods()) {
            MethodHandle procedure = procedure(method, handler);
            Exchange handled = pipeline(method, handler.getClass(), procedure);
            Exchange exchange = method.nonBlocking() ? inPlace(method, handled) : new Dispatcher(pool);
            for (Serializer serializer : serializers.values()) {
                Key key = new Key(contract.name(), method.name(), serializer.name());
                try {
                    MethodBinding binding = MethodBinding.bind(0, method, serializer);
                    methods.put(
                            key,
                            new ServerMethod(
                                    binding,
                                    exchange,
                                    handled,
                                    method.nonBlocking() ? Call.IN_PLACE : signals,
                                    listeners,
                                    limit));
                } catch (ContractException e) {
                    if (serializer == configured) {
                        throw e;
                    }
                    refusals.put(key, String.valueOf(e.getMessage()));
                }
            }
            methodNames.get(contract.name()).add(method.name());
        }
    }

    private Exchange inPlace(MethodContract method, Exchange handled) {
        pool.whenLooking(watch::look);
        return new InPlace(handled, watch, watch.number(method.displayName()));
    }

    /** The server's order, behind what decides where handlers run: the filters, then the handle. */
    private Exchange pipeline(MethodContract method, Class<?> handler, MethodHandle procedure) {
        List<Filter> own =
                filters.stream().map(f -> f.forMethod(method, handler)).toList();
        Exchange handled = Filter.chain(own, new ServerHandle(procedure, !own.isEmpty()));
        Exchange guarded = (call, replyTo) -> {
            // A filter may pass the call on later, when the kernel's buffer holds another message.
            ((IncomingCall) call).keepArguments();
            handled.exchange(call, replyTo);
        };
        return filters.isEmpty() ? handled : guarded;
    }

    /** The names of the services, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(methodNames.keySet());
    }

    /** The names of the serializers that clients may use, sorted. */
    public Set<String> serializers() {
        return Collections.unmodifiableSet(serializers.keySet());
    }

    /** A connection's part of the handlers. */
    public HandlerShare share() {
        return new HandlerShare(pool, maxAbandoned);
    }

    private static MethodHandle procedure(MethodContract contract, Object handler) {
        try {
            contract.method().setAccessible(true);
            int parameters = contract.method().getParameterCount();
            return MethodHandles.lookup()
                    .unreflect(contract.method())
                    .bindTo(handler)
                    .asSpreader(Object[].class, parameters)
                    .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("cannot call " + contract.method(), e);
        }
    }

    /**
     * The method that a client declares.
     *
     * @throws RpcException not started: UNIMPLEMENTED for an unknown service or method, INVALID_ARGUMENT for a serializer that
     *     is not accepted, FAILED_PRECONDITION for types that differ from the server's
     */
    public ServerMethod find(String service, String method, String serializer, byte[] fingerprint) {
        TreeSet<String> names = methodNames.get(service);
        if (names == null) {
            throw refused(StatusCode.UNIMPLEMENTED, "service", service, methodNames.keySet());
        }
        if (!names.contains(method)) {
            throw refused(StatusCode.UNIMPLEMENTED, "method of " + service, method, names);
        }
        Serializer bound = serializers.get(serializer);
        if (bound == null) {
            throw refused(StatusCode.INVALID_ARGUMENT, "serializer", serializer, serializers.keySet());
        }
        Key key = new Key(service, method, serializer);
        ServerMethod found = methods.get(key);
        if (found == null) {
            throw RpcException.notStarted(StatusCode.INVALID_ARGUMENT, refusals.get(key), null);
        }
        MethodBinding binding = found.binding();
        if (!Arrays.equals(binding.fingerprint(), fingerprint)) {
            String skew = bound.skew(binding.method(), fingerprint);
            if (skew != null) {
                throw RpcException.notStarted(
                        StatusCode.FAILED_PRECONDITION,
                        binding.method().displayName() + " with " + serializer + ": " + skew,
                        null);
            }
        }
        return found;
    }

    private static RpcException refused(StatusCode code, String what, String found, Iterable<String> known) {
        return RpcException.notStarted(
                code, "unknown " + what + ": " + found + " (expected one of: " + String.join(", ", known) + ")", null);
    }
}
