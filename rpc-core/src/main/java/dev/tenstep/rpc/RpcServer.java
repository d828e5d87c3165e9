package dev.tenstep.rpc;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.call.TimeLimit;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.filter.Authorization;
import dev.tenstep.rpc.kernel.KernelProvider;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.server.AdaptiveLimit;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.server.ServicesBuilder;
import dev.tenstep.rpc.worker.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves annotated interfaces at an address. A server that listens on the network keeps the JVM alive until it is closed. Safe for
 * use by many threads.
 *
 * <p>Longer than other files: its builder has a method for each setting of a server.
 */
public final class RpcServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    private static final int HANDLERS_VIRTUAL = 1000;
    private static final int HANDLERS_PLATFORM = 256;
    private static final int MAX_COUNT = 1_000_000;
    /** Subscribers that may block at once; further signals wait. */
    private static final int MOST_SIGNALS = 1000;

    private final List<ServerKernel> kernels = new ArrayList<>();
    private final WorkerPool pool;
    private final WorkerPool signals;
    private final Duration drain;
    private final List<Runnable> beforeDrain;
    private final @Nullable Thread hook;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile int unanswered;

    private RpcServer(Builder builder) {
        CoreKeys.Reader config = CoreKeys.Reader.load(null, builder.config);
        drain = builder.drain != null ? builder.drain : config.get(CoreKeys.DRAIN);
        beforeDrain = List.copyOf(builder.beforeDrain);
        Integer queue = builder.queue != null ? builder.queue : config.get(CoreKeys.QUEUE);
        KernelSettings settings = builder.settings.apply(config.kernels());
        TlsOptions tls = builder.tlsTold ? builder.tls : TlsKeys.server(config);
        Compression compression = CompressionKeys.read(config, builder.compression, builder.compressors);
        int handlers = handlers(builder, config);
        pool = new WorkerPool("rpc-handler", handlers, queue);
        signals = new WorkerPool("rpc-stream", MOST_SIGNALS, Integer.MAX_VALUE);
        hook = builder.shutdownHook ? new Thread(this::drainAndEnd, "rpc-server-shutdown") : null;
        boolean started = false;
        try {
            Services services = services(builder, config, limit(builder, config, handlers, queue));
            ServerSetup setup =
                    new ServerSetup(services, settings, tls, compression, protocols(builder, config), config.config());
            List<KernelProvider> providers = Plugins.load(KernelProvider.class);
            for (String address : builder.addresses) {
                kernels.add(Plugins.kernels(address, providers).server(address, setup));
            }
            if (hook != null) {
                Runtime.getRuntime().addShutdownHook(hook);
            }
            LOG.info(
                    "serving {} on {}; serializers {}; {} handlers, a queue of {}",
                    String.join(", ", services.names()),
                    kernels.stream().map(ServerKernel::description).collect(Collectors.joining(" and ")),
                    String.join(", ", services.serializers()),
                    handlers,
                    queue);
            started = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            if (!started) {
                end();
            }
        }
    }

    private static @Nullable List<String> protocols(Builder builder, CoreKeys.Reader config) {
        return builder.protocols != null ? builder.protocols : config.find(CoreKeys.SERVER_PROTOCOLS);
    }

    private static int handlers(Builder builder, CoreKeys.Reader config) {
        Integer set = builder.handlers != null ? builder.handlers : config.find(CoreKeys.HANDLERS);
        boolean virtual = Runtime.version().feature() >= 21;
        return set != null ? set : virtual ? HANDLERS_VIRTUAL : HANDLERS_PLATFORM;
    }

    private static @Nullable AdaptiveLimit limit(Builder builder, CoreKeys.Reader config, int handlers, int queue) {
        boolean adaptive = builder.adaptiveLimit != null ? builder.adaptiveLimit : config.get(CoreKeys.ADAPTIVE_LIMIT);
        int least = Math.min(handlers, 2 * Runtime.getRuntime().availableProcessors());
        int most = (int) Math.min(Integer.MAX_VALUE, (long) handlers + queue);
        return adaptive ? new AdaptiveLimit(least, most, System.nanoTime()) : null;
    }

    private Services services(Builder builder, CoreKeys.Reader config, @Nullable AdaptiveLimit limit) {
        Serializers all = Serializers.with(builder.serializers);
        Serializer configured =
                all.get(builder.serializer != null ? builder.serializer : config.find(CoreKeys.SERIALIZER));
        List<Serializer> accepted = all.accepted(
                configured,
                builder.accepted != null ? builder.accepted : config.find(CoreKeys.ACCEPTED),
                config.get(CoreKeys.ACCEPTED));
        ServicesBuilder services = new ServicesBuilder(configured, pool)
                .accept(accepted)
                .filters(builder.filters)
                .signals(signals)
                .listeners(builder.listeners)
                .limit(limit)
                .pages(builder.pages)
                .maxAbandoned(config.get(CoreKeys.ABANDONED))
                .streamIdle(config.get(CoreKeys.STREAM_IDLE));
        builder.services.forEach((type, handler) -> {
            ServiceContract contract = ServiceContract.of(type);
            Authorization.checkRoles(contract, handler.getClass(), builder.filters);
            services.add(contract, handler);
        });
        return services.build();
    }

    /** Sets up a server. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The address that it listens on, as a target for clients; the first one if there are several. If it listens on all
     * interfaces, this is {@code 127.0.0.1}, which is for clients on this machine.
     */
    public String address() {
        return kernels.get(0).address();
    }

    /**
     * Stops accepting calls, answers the accepted ones within the drain time, and ends. May be called from anywhere. In
     * a handler, or another thread that the server needs to answer calls, it returns at once and ends in the
     * background. Called again, it waits until the server has ended.
     */
    @Override
    public void close() {
        if (CallContext.current() != null
                || pool.inWorker()
                || signals.inWorker()
                || kernels.stream().anyMatch(ServerKernel::inOwnThread)) {
            Thread closer = new Thread(this::drainAndEnd, "rpc-server-close");
            closer.setDaemon(false);
            closer.start();
        } else {
            drainAndEnd();
        }
    }

    private void drainAndEnd() {
        if (!closing.compareAndSet(false, true)) {
            ended.join();
            return;
        }
        try {
            long begun = System.nanoTime();
            unanswered = end();
            logEnd(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        } finally {
            removeHook();
            ended.complete(null);
        }
    }

    /** Drains and ends; returns how many calls were not answered within the drain time. */
    private int end() {
        for (Runnable action : beforeDrain) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("{} drains, although what was to be done before that failed", address(), e);
            }
        }
        long end = System.nanoTime() + drain.toNanos();
        kernels.forEach(ServerKernel::drain);
        int left = 0;
        for (ServerKernel kernel : kernels) {
            left += kernel.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        pool.close();
        signals.close();
        return left;
    }

    private void logEnd(long millis) {
        if (unanswered == 0) {
            LOG.info("{} drained in {} ms; all calls were answered", address(), millis);
        } else {
            LOG.warn(
                    "{} drained in {} ms and cut off {} calls that took longer than the {} ms of rpc.server.drain",
                    address(),
                    millis,
                    unanswered,
                    drain.toMillis());
        }
    }

    private void removeHook() {
        if (hook != null && Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                LOG.debug("the JVM is shutting down, and its hook waits for this server");
            }
        }
    }

    /**
     * Waits until the server has been closed and has drained. Not needed to keep the process alive: a server that listens on the
     * network does that by itself until it is closed.
     */
    public void awaitTermination() throws InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The number of calls that were left unanswered, since they took longer than the drain time; 0 until the server has
     * ended.
     */
    public int unanswered() {
        return unanswered;
    }

    /** Sets up a server. Not safe for use by many threads. */
    public static final class Builder {
        private final List<String> addresses = new ArrayList<>();
        private final Map<Class<?>, Object> services = new LinkedHashMap<>();
        private final Map<String, Page> pages = new LinkedHashMap<>();
        private final List<Filter> filters = new ArrayList<>();
        private final List<StepListener> listeners = new ArrayList<>();
        private final List<Serializer> serializers = new ArrayList<>();
        private final List<Compressor> compressors = new ArrayList<>();
        private final List<Runnable> beforeDrain = new ArrayList<>();
        private @Nullable List<String> accepted;
        private @Nullable List<String> protocols;
        private @Nullable String serializer;
        private @Nullable String compression;
        private @Nullable Integer handlers;
        private @Nullable Integer queue;
        private @Nullable Boolean adaptiveLimit;
        private @Nullable Duration drain;
        private final Map<String, String> config = new HashMap<>();
        private UnaryOperator<KernelSettings> settings = UnaryOperator.identity();
        private @Nullable TlsOptions tls;
        private boolean tlsTold;
        private boolean shutdownHook;

        private Builder() {}

        /**
         * Adds an address: {@code host:port} (port 0 for any free one, {@code *} for all interfaces), {@code unix:PATH}
         * or {@code inproc:NAME}.
         */
        public Builder listen(String address) {
            if (addresses.contains(requireNonNull(address, "address")) && !address.endsWith(":0")) {
                throw new IllegalArgumentException("listen: " + address + ", twice (expected: each address once)");
            }
            addresses.add(address);
            return this;
        }

        /** Adds a service. */
        public <T> Builder service(Class<T> type, T handler) {
            if (services.putIfAbsent(requireNonNull(type, "type"), requireNonNull(handler, "handler")) != null) {
                throw new IllegalArgumentException("service " + type.getName() + ": added twice (expected: once)");
            }
            return this;
        }

        /**
         * Adds a plain page for GET and HEAD of HTTP, which rpc-protocol-http serves.
         *
         * @param path such as {@code /panda}, without a query; a page goes before a method of the same path
         */
        public Builder page(String path, Page page) {
            if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '?' || c == '#')) {
                throw new IllegalArgumentException(
                        "page: " + path + " (expected: a path such as /panda, without a query)");
            }
            if (pages.putIfAbsent(path, requireNonNull(page, "page")) != null) {
                throw new IllegalArgumentException("page: " + path + ", twice (expected: each path once)");
            }
            return this;
        }

        /** The serializer, by name; clients may use it, and those of {@link #accept}. */
        public Builder serializer(String name) {
            serializer = requireNonNull(name, "name");
            return this;
        }

        /** The serializer, your own. */
        public Builder serializer(Serializer own) {
            serializers.add(requireNonNull(own, "own"));
            return serializer(own.name());
        }

        /**
         * Sets the serializers that clients may use besides the configured one; each must be available. By default,
         * json, protobuf and gob where they are available.
         */
        public Builder accept(String... names) {
            accepted = List.of(names);
            if (accepted.stream().distinct().count() < names.length) {
                throw new IllegalArgumentException("accept: " + accepted + " (expected: each name once)");
            }
            return this;
        }

        /** Sets the protocols that the server speaks on each port, by name, instead of all on the class path. */
        public Builder protocols(String... names) {
            protocols = List.of(names);
            if (protocols.isEmpty() || protocols.stream().distinct().count() < names.length) {
                throw new IllegalArgumentException(
                        "protocols: " + protocols + " (expected: at least one, and each name once)");
            }
            return this;
        }

        /**
         * Chooses the compressor for long results, by name, where the client supports it; {@code none} for no
         * compression. Compressed calls are answered in kind in any case.
         */
        public Builder compression(String name) {
            compression = requireNonNull(name, "name");
            return this;
        }

        /** A compressor of your own, to be chosen by its name. */
        public Builder compressor(Compressor own) {
            compressors.add(requireNonNull(own, "own"));
            return this;
        }

        /** Adds a filter, inside those before it. */
        public Builder filter(Filter filter) {
            filters.add(requireNonNull(filter, "filter"));
            return this;
        }

        /** Adds a listener to the steps of all calls. */
        public Builder listener(StepListener listener) {
            listeners.add(requireNonNull(listener, "listener"));
            return this;
        }

        /** Sets the number of handlers that run at once: by default 1000 if the JVM has virtual threads, else 256. */
        public Builder handlers(int atOnce) {
            handlers = inRange("handlers", atOnce, 1);
            return this;
        }

        /** Sets the number of calls that may wait for a handler: by default 1000. */
        public Builder queue(int calls) {
            queue = inRange("queue", calls, 0);
            return this;
        }

        /**
         * Refuses calls that would only slow others down: the server adapts the number of calls in flight to how long
         * they take, within the limits of handlers and queue. Off unless the configuration says otherwise.
         */
        public Builder adaptiveLimit(boolean on) {
            adaptiveLimit = on;
            return this;
        }

        private static int inRange(String what, int value, int least) {
            if (value < least || value > MAX_COUNT) {
                throw new IllegalArgumentException(
                        what + ": " + value + " (expected: " + least + ".." + MAX_COUNT + ")");
            }
            return value;
        }

        /** Sets how long closing waits for the accepted calls: by default 30 s. */
        public Builder drain(Duration time) {
            drain = TimeLimit.of("drain", time);
            return this;
        }

        /**
         * Adds something that is done when the server is closed, before it drains: for example, to say that it is not
         * serving any more. The drain begins once it returns, also if it fails, which is logged.
         */
        public Builder beforeDrain(Runnable action) {
            beforeDrain.add(requireNonNull(action, "action"));
            return this;
        }

        /**
         * Has the server close itself when the JVM shuts down, as by Ctrl-C or SIGTERM: it answers the accepted calls
         * within the drain time.
         */
        public Builder shutdownHook() {
            shutdownHook = true;
            return this;
        }

        /** Sets all limits and times of the kernels, in place of the configured ones. */
        public Builder settings(KernelSettings newSettings) {
            requireNonNull(newSettings, "newSettings");
            return settings(before -> newSettings);
        }

        /**
         * Changes individual limits and times of the kernels, and leaves the others as configured: {@code settings(s ->
         * s.withMaxMessage(1 << 20))}. The changes are applied in order, when the server is made.
         */
        public Builder settings(UnaryOperator<KernelSettings> change) {
            requireNonNull(change, "change");
            UnaryOperator<KernelSettings> before = settings;
            settings = said -> requireNonNull(change.apply(before.apply(said)), "settings");
            return this;
        }

        /**
         * Sets configuration keys, such as {@code rpc.deadline} to {@code 2s}. They override system properties,
         * environment and files, and are checked by the same rules when the server is made. This builder's other
         * methods override them. A later call replaces the keys that it names.
         */
        public Builder config(Map<String, String> newSettings) {
            newSettings.forEach((key, value) -> config.put(requireNonNull(key, "key"), requireNonNull(value, key)));
            return this;
        }

        /** Enables TLS, and refuses clients without it, on all addresses except in-process ones. */
        public Builder tls(TlsOptions options) {
            tls = requireNonNull(options, "options");
            tlsTold = true;
            return this;
        }

        /** Disables TLS, whatever the configuration says. */
        public Builder noTls() {
            tls = null;
            tlsTold = true;
            return this;
        }

        /**
         * Starts the server. Settings that this builder was not given come from the configuration.
         *
         * @throws UncheckedIOException if it cannot listen, with the address
         * @throws dev.tenstep.rpc.contract.ContractException if an interface cannot be served, with every reason
         * @throws IllegalArgumentException if a setting is invalid, with what was expected
         */
        public RpcServer start() {
            if (addresses.isEmpty() || services.isEmpty()) {
                throw new IllegalArgumentException("a server of " + services.size() + " services on " + addresses
                        + " (expected: at least one service and one address)");
            }
            return new RpcServer(this);
        }
    }
}
