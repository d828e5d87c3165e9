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
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.server.AdaptiveLimit;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.server.ServicesBuilder;
import dev.tenstep.rpc.worker.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves annotated interfaces at an address. Safe for use by many threads. */
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
    private volatile int unanswered;

    private RpcServer(Builder builder) {
        CoreKeys.Reader config = CoreKeys.Reader.load(null);
        drain = builder.drain != null ? builder.drain : config.get(CoreKeys.DRAIN);
        Integer queue = builder.queue != null ? builder.queue : config.get(CoreKeys.QUEUE);
        KernelSettings settings = builder.settings != null ? builder.settings : config.kernels();
        TlsOptions tls = builder.tlsTold ? builder.tls : TlsKeys.server(config);
        Compression compression = CompressionKeys.read(config, builder.compression, builder.compressors);
        int handlers = handlers(builder, config);
        pool = new WorkerPool("rpc-handler", handlers, queue);
        signals = new WorkerPool("rpc-stream", MOST_SIGNALS, Integer.MAX_VALUE);
        boolean started = false;
        try {
            Services services = services(builder, config, limit(builder, config, handlers, queue));
            ServerSetup setup =
                    new ServerSetup(services, settings, tls, compression, protocols(builder, config), config.config());
            for (String address : builder.addresses) {
                kernels.add(Plugins.kernels(address).server(address, setup));
            }
            started = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            if (!started) {
                close();
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
        Map<String, Serializer> all = Plugins.serializers(builder.serializers);
        Serializer configured = Plugins.serializer(
                builder.serializer != null ? builder.serializer : config.find(CoreKeys.SERIALIZER), all);
        List<Serializer> accepted = Plugins.accepted(
                builder.accepted != null ? builder.accepted : config.find(CoreKeys.ACCEPTED),
                config.get(CoreKeys.ACCEPTED),
                all);
        ServicesBuilder services = new ServicesBuilder(configured, pool)
                .accept(accepted)
                .filters(builder.filters)
                .signals(signals)
                .listeners(builder.listeners)
                .limit(limit)
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
     * Takes no more calls, answers those it took within the drain time, and ends. May be called from anywhere: in a handler, or
     * another thread that the server needs in order to answer calls, it returns at once, and the server ends in the background.
     */
    @Override
    public void close() {
        if (CallContext.current() != null
                || pool.inWorker()
                || signals.inWorker()
                || kernels.stream().anyMatch(ServerKernel::inOwnThread)) {
            new Thread(this::drainAndEnd, "rpc-server-close").start();
        } else {
            drainAndEnd();
        }
    }

    private void drainAndEnd() {
        long end = System.nanoTime() + drain.toNanos();
        kernels.forEach(ServerKernel::drain);
        int left = 0;
        for (ServerKernel kernel : kernels) {
            left += kernel.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        if (left > 0) {
            unanswered = left;
            LOG.warn("{} calls were not answered within the {} ms of the drain", left, drain.toMillis());
        }
        pool.close();
        signals.close();
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
        private final List<Filter> filters = new ArrayList<>();
        private final List<StepListener> listeners = new ArrayList<>();
        private final List<Serializer> serializers = new ArrayList<>();
        private final List<Compressor> compressors = new ArrayList<>();
        private @Nullable List<String> accepted;
        private @Nullable List<String> protocols;
        private @Nullable String serializer;
        private @Nullable String compression;
        private @Nullable Integer handlers;
        private @Nullable Integer queue;
        private @Nullable Boolean adaptiveLimit;
        private @Nullable Duration drain;
        private @Nullable KernelSettings settings;
        private @Nullable TlsOptions tls;
        private boolean tlsTold;

        private Builder() {}

        /**
         * One more address: {@code host:port} (port 0 for any free one, {@code *} for all interfaces), {@code unix:PATH} or
         * {@code inproc:NAME}.
         */
        public Builder listen(String address) {
            if (addresses.contains(requireNonNull(address, "address")) && !address.endsWith(":0")) {
                throw new IllegalArgumentException("listen: " + address + ", twice (expected: each address once)");
            }
            addresses.add(address);
            return this;
        }

        /** One more service. */
        public <T> Builder service(Class<T> type, T handler) {
            if (services.putIfAbsent(requireNonNull(type, "type"), requireNonNull(handler, "handler")) != null) {
                throw new IllegalArgumentException("service " + type.getName() + ": added twice (expected: once)");
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
         * The serializers that clients may use besides the configured one, each of which has to be there; otherwise those of
         * json and protobuf that are.
         */
        public Builder accept(String... names) {
            accepted = List.of(names);
            if (accepted.stream().distinct().count() < names.length) {
                throw new IllegalArgumentException("accept: " + accepted + " (expected: each name once)");
            }
            return this;
        }

        /** The protocols that the server speaks at each port, by name, instead of all that are on the class path. */
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

        /** One more filter, inside those before it. */
        public Builder filter(Filter filter) {
            filters.add(requireNonNull(filter, "filter"));
            return this;
        }

        /** One more listener to the steps of all calls. */
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
         * The server refuses calls that would only make others slower: it finds out how many it does best to have at once by how
         * long they take, within what handlers and queue allow. Off, unless configuration says otherwise.
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

        /** The limits and times of the kernels, all of them, instead of what configuration says. */
        public Builder settings(KernelSettings newSettings) {
            settings = requireNonNull(newSettings, "newSettings");
            return this;
        }

        /** The server speaks TLS, and with nobody without; at all its addresses but those in process. */
        public Builder tls(TlsOptions options) {
            tls = requireNonNull(options, "options");
            tlsTold = true;
            return this;
        }

        /** The server speaks no TLS, whatever configuration says. */
        public Builder noTls() {
            tls = null;
            tlsTold = true;
            return this;
        }

        /**
         * Starts the server: what this builder was not told, configuration says.
         *
         * @throws UncheckedIOException if it cannot listen, with the address
         * @throws dev.tenstep.rpc.contract.ContractException if an interface cannot be served, with every reason
         * @throws IllegalArgumentException if a setting does not fit, with what was expected
         */
        public RpcServer start() {
            if (addresses.isEmpty() || services.isEmpty()) {
                throw new IllegalArgumentException("a server of " + services.size() + " services at " + addresses
                        + " (expected: at least one service and one address)");
            }
            return new RpcServer(this);
        }
    }
}
