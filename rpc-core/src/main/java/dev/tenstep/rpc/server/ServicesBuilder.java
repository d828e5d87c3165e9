package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.GuardedListener;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.worker.CallerRunsExecutor;
import dev.tenstep.rpc.worker.WorkerPool;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Sets up a server's services. Not safe for use by many threads. */
public final class ServicesBuilder {
    private static final int DEFAULT_ABANDONED = 10_000;
    private static final Duration DEFAULT_STREAM_IDLE = Duration.ofSeconds(60);

    final Map<Services.Key, ServerMethod> methods = new HashMap<>();
    final Map<Services.Key, String> refusals = new HashMap<>();
    final Map<String, TreeMap<String, MethodContract>> contracts = new TreeMap<>();
    final Map<String, Serializer> serializers = new TreeMap<>();
    final WorkerPool pool;
    int maxAbandoned = DEFAULT_ABANDONED;
    Duration streamIdle = DEFAULT_STREAM_IDLE;

    final Map<String, Page> pages = new TreeMap<>();
    private final Map<ServiceContract, Object> handlers = new LinkedHashMap<>();
    private final Serializer configured;
    private final InPlaceWatch watch = new InPlaceWatch();
    private List<Filter> filters = List.of();
    private List<StepListener> listeners = List.of();
    private Executor signals;
    private @Nullable AdaptiveLimit limit;

    /**
     * Makes a builder without services.
     *
     * @param configured the serializer that must support every service
     * @param pool runs handlers that may block
     */
    public ServicesBuilder(Serializer configured, WorkerPool pool) {
        this.configured = configured;
        this.pool = pool;
        this.signals = pool;
        serializers.put(configured.name(), configured);
    }

    /** Lets clients use these serializers besides the configured one. */
    public ServicesBuilder accept(List<Serializer> accepted) {
        accepted.forEach(serializer -> serializers.putIfAbsent(serializer.name(), serializer));
        return this;
    }

    /** Puts these filters before the handlers, the first of them outermost. */
    public ServicesBuilder filters(List<Filter> newFilters) {
        filters = List.copyOf(newFilters);
        return this;
    }

    /** Runs the signals of streams in this executor instead of in the pool. */
    public ServicesBuilder signals(Executor executor) {
        signals = executor;
        return this;
    }

    /** Registers listeners to the steps of all calls. */
    public ServicesBuilder listeners(List<StepListener> newListeners) {
        listeners = GuardedListener.guarding(newListeners);
        return this;
    }

    /** Limits the calls of all services together; null for any number. */
    public ServicesBuilder limit(@Nullable AdaptiveLimit newLimit) {
        limit = newLimit;
        return this;
    }

    /** Sets the idle limit of a call's streams while the client is waited for. */
    public ServicesBuilder streamIdle(Duration time) {
        streamIdle = time;
        return this;
    }

    /** Adds pages, by their paths. */
    public ServicesBuilder pages(Map<String, Page> more) {
        pages.putAll(more);
        return this;
    }

    /** Sets the maximum number of a connection's abandoned calls whose handlers still run. */
    public ServicesBuilder maxAbandoned(int calls) {
        maxAbandoned = calls;
        return this;
    }

    /**
     * Adds a service.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public ServicesBuilder add(ServiceContract contract, Object handler) {
        if (contracts.putIfAbsent(contract.name(), new TreeMap<>()) != null) {
            throw new IllegalArgumentException("service " + contract.name() + ": added twice (expected: once)");
        }
        handlers.put(contract, handler);
        return this;
    }

    /**
     * Binds all services to all serializers.
     *
     * @throws ContractException if the configured serializer cannot carry a type of a service; if only another one
     *     cannot, the clients that use it are told
     */
    public Services build() {
        Executor signalExecutor = new CallerRunsExecutor(signals);
        if (handlers.keySet().stream()
                .flatMap(contract -> contract.methods().stream())
                .anyMatch(MethodContract::nonBlocking)) {
            pool.whenLooking(watch::look);
        }
        handlers.forEach((contract, handler) ->
                contract.methods().forEach(method -> bind(contract, method, handler, signalExecutor)));
        return new Services(this);
    }

    private void bind(ServiceContract contract, MethodContract method, Object handler, Executor signalExecutor) {
        Exchange handled = pipeline(method, handler.getClass(), procedure(method, handler));
        Exchange exchange = method.nonBlocking() ? inPlace(method, handled) : new Dispatcher(pool);
        Executor own = method.nonBlocking() ? Call.IN_PLACE : signalExecutor;
        for (Serializer serializer : serializers.values()) {
            Services.Key key = new Services.Key(contract.name(), method.name(), serializer.name());
            try {
                MethodBinding binding = MethodBinding.bind(0, method, serializer);
                methods.put(key, new ServerMethod(binding, exchange, handled, own, listeners, limit));
            } catch (ContractException e) {
                if (serializer == configured) {
                    throw e;
                }
                refusals.put(key, String.valueOf(e.getMessage()));
            }
        }
        contracts.get(contract.name()).put(method.name(), method);
    }

    private Exchange inPlace(MethodContract method, Exchange handled) {
        return new InPlace(handled, watch, watch.number(method.displayName()));
    }

    /** The server's pipeline, after the choice of thread: the filters, then the handle. */
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
}
