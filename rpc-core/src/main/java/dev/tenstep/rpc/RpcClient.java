package dev.tenstep.rpc;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.call.TimeLimit;
import dev.tenstep.rpc.client.CallWatch;
import dev.tenstep.rpc.client.ClientEnvironment;
import dev.tenstep.rpc.client.ClientHandle;
import dev.tenstep.rpc.client.Completions;
import dev.tenstep.rpc.client.Retry;
import dev.tenstep.rpc.cluster.Resolver;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.serialization.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls the services of a target. One client serves a whole process: it is safe for use by many threads, its stubs are
 * cheap, and it connects when it is first used. A client that becomes unreachable, with all its
 * stubs, and was never closed is reported in the log, with the place where it was made.
 *
 * <p>Longer than other files: its builder has a method for each setting of a client.
 */
public final class RpcClient implements AutoCloseable {
    private static final int COMPLETIONS_VIRTUAL = 10_000;
    private static final int COMPLETIONS_PLATFORM = 256;

    private final Serializers serializers;
    private final Serializer serializer;
    private final Compression compression;
    private final @Nullable Completions completions;
    private final @Nullable CallWatch watch;
    private final ClientEnvironment environment;
    private final Retry retry;
    private final Connections connections;
    private final Exchange pipeline;
    private final Stubs stubs = new Stubs(this);
    private final Runnable closing;

    private RpcClient(Builder builder) {
        if (builder.target != null && builder.resolver != null) {
            throw new IllegalArgumentException(
                    "target: '" + builder.target + "' and a resolver (expected: one of the two)");
        }
        CoreKeys.Reader config = CoreKeys.Reader.load(builder.name, builder.config);
        serializers = Serializers.with(builder.serializers);
        serializer =
                serializers.get(builder.serializer != null ? builder.serializer : config.find(CoreKeys.SERIALIZER));
        KernelSettings settings = builder.settings.apply(config.kernels());
        TlsOptions tls = builder.tlsTold ? builder.tls : TlsKeys.client(config);
        compression = CompressionKeys.read(config, builder.compression, builder.compressors);
        String protocol = builder.protocol != null ? builder.protocol : config.get(CoreKeys.PROTOCOL);
        ClientSetup setup = new ClientSetup(settings, tls, compression, protocol, null, config.config());
        String target = builder.resolver == null ? target(builder, config) : null;
        connections = Connections.of(
                target,
                builder.resolver,
                builder.connections != null ? builder.connections : config.get(CoreKeys.CLIENT_CONNECTIONS),
                builder.attemptFilters,
                setup);
        completions = completions(builder, config);
        watch = builder.filters.isEmpty() && builder.attemptFilters.isEmpty() ? null : new CallWatch();
        environment = new ClientEnvironment(
                List.copyOf(builder.listeners),
                completions,
                (builder.deadline != null ? builder.deadline : config.get(CoreKeys.DEADLINE)).toNanos(),
                new AtomicLong(),
                settings.maxMessage(),
                watch);
        retry = new Retry(connections.exchange(), retries(builder, config));
        pipeline = pipeline(builder.filters);
        closing = UnclosedClient.watch(this, target != null ? target : "endpoints of a resolver");
    }

    /** The executor for user code; null to run it where replies are read. */
    private static @Nullable Completions completions(Builder builder, CoreKeys.Reader config) {
        int told = (builder.directCompletion ? 1 : 0)
                + (builder.executor != null ? 1 : 0)
                + (builder.completionThreads != null ? 1 : 0);
        if (told > 1) {
            throw new IllegalArgumentException(
                    told + " of completionThreads, completeOn and directCompletion (expected: at most one)");
        }
        if (builder.directCompletion) {
            return null;
        }
        if (builder.executor != null) {
            return Completions.on(builder.executor);
        }
        Integer set = builder.completionThreads != null
                ? builder.completionThreads
                : config.find(CoreKeys.COMPLETION_THREADS);
        boolean virtual = Runtime.version().feature() >= 21;
        return Completions.pool(set != null ? set : virtual ? COMPLETIONS_VIRTUAL : COMPLETIONS_PLATFORM);
    }

    private static String target(Builder builder, CoreKeys.Reader config) {
        String target = builder.target != null ? builder.target : config.find(CoreKeys.TARGET);
        if (target == null || target.isBlank()) {
            throw new IllegalArgumentException("target: " + (target == null ? "none" : "'" + target + "'")
                    + " (expected: host:port, unix:PATH or inproc:NAME, by the builder or rpc.target)");
        }
        return target;
    }

    private Retry.Settings retries(Builder builder, CoreKeys.Reader config) {
        return new Retry.Settings(
                builder.retry != null ? builder.retry : config.retries(),
                builder.hedge != null ? builder.hedge : config.get(CoreKeys.HEDGE),
                builder.retryBudget != null ? builder.retryBudget : config.get(CoreKeys.RETRY_BUDGET),
                builder.retryReserve != null ? builder.retryReserve : config.get(CoreKeys.RETRY_RESERVE),
                connections.several());
    }

    /**
     * The client's pipeline: its filters, then retries, then the choice of an endpoint, then the filters of attempts, then
     * the endpoint's kernel.
     */
    private Exchange pipeline(List<Filter> filters) {
        return Filter.chain(filters, retry);
    }

    /** A client of a target, with everything else by configuration and default. */
    public static RpcClient to(String target) {
        return builder().to(target).build();
    }

    /** Sets up a client. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A stub whose calls go to the target.
     *
     * @throws dev.tenstep.rpc.contract.ContractException if the interface cannot be called, with every reason
     */
    public <T> T stub(Class<T> type) {
        return stub(type, CallOptions.DEFAULT);
    }

    /**
     * A stub whose calls have these options; as cheap to make as a call.
     *
     * @throws dev.tenstep.rpc.contract.ContractException if the interface cannot be called, with every reason
     * @throws IllegalArgumentException if the options name a serializer or a compressor that is not there
     */
    public <T> T stub(Class<T> type, CallOptions options) {
        Serializer chosen = options.serializer() == null ? serializer : serializers.get(options.serializer());
        compression.check(options.compression());
        return stubs.make(type, chosen, new ClientHandle(pipeline, options, environment), options);
    }

    /** Ends all calls (UNAVAILABLE) and connections. */
    @Override
    public void close() {
        closing.run();
        retry.close();
        connections.close().run();
        if (watch != null) {
            watch.close();
        }
        if (completions != null) {
            completions.close();
        }
    }

    /** Sets up a client. Not safe for use by many threads. */
    public static final class Builder {
        private final List<Filter> filters = new ArrayList<>();
        private final List<Filter> attemptFilters = new ArrayList<>();
        private final List<StepListener> listeners = new ArrayList<>();
        private final List<Serializer> serializers = new ArrayList<>();
        private final List<Compressor> compressors = new ArrayList<>();
        private @Nullable String name;
        private @Nullable String target;
        private @Nullable Resolver resolver;
        private @Nullable String serializer;
        private @Nullable String compression;
        private @Nullable String protocol;
        private @Nullable Executor executor;
        private @Nullable Integer completionThreads;
        private boolean directCompletion;
        private @Nullable Duration deadline;
        private final Map<String, String> config = new HashMap<>();
        private UnaryOperator<KernelSettings> settings = UnaryOperator.identity();
        private @Nullable TlsOptions tls;
        private boolean tlsTold;
        private @Nullable Integer connections;
        private @Nullable RetryPolicy retry;
        private @Nullable Duration hedge;
        private @Nullable Integer retryBudget;
        private @Nullable Integer retryReserve;

        private Builder() {}

        /** The client's name: {@code rpc.client.NAME.KEY} in configuration is its own. */
        public Builder name(String newName) {
            name = requireNonNull(newName, "newName");
            return this;
        }

        /**
         * Sets the target: {@code host:port}, {@code unix:PATH}, {@code inproc:NAME}, or several of them separated by
         * commas.
         */
        public Builder to(String newTarget) {
            target = requireNonNull(newTarget, "newTarget");
            return this;
        }

        /** Sets a source of endpoints in place of a fixed target; the client owns it and closes it. */
        public Builder resolver(Resolver own) {
            resolver = requireNonNull(own, "own");
            return this;
        }

        /** The serializer, by name. */
        public Builder serializer(String name) {
            serializer = requireNonNull(name, "name");
            return this;
        }

        /** The serializer, your own. */
        public Builder serializer(Serializer own) {
            serializers.add(requireNonNull(own, "own"));
            return serializer(own.name());
        }

        /** The protocol that the client speaks, by name; {@code tenstep} unless configuration says otherwise. */
        public Builder protocol(String name) {
            protocol = requireNonNull(name, "name");
            return this;
        }

        /**
         * Chooses the compressor for long messages, by name, where the server supports it; {@code none} for no
         * compression.
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

        /**
         * Adds a filter of each attempt at a call, inside those before it and the filters of calls: for anything that
         * must differ each time, such as a token or a span. {@link dev.tenstep.rpc.call.Call#attempt()} has its number.
         */
        public Builder attemptFilter(Filter filter) {
            attemptFilters.add(requireNonNull(filter, "filter"));
            return this;
        }

        /** Adds a listener to the steps of all calls. */
        public Builder listener(StepListener listener) {
            listeners.add(requireNonNull(listener, "listener"));
            return this;
        }

        /** The deadline of calls that neither options nor method give one; 10 s. Zero for none. */
        public Builder deadline(Duration newDeadline) {
            deadline = TimeLimit.of("deadline", newDeadline);
            return this;
        }

        /**
         * Sets the maximum of threads in the client's pool that complete futures and run subscribers: by default 10,000
         * if the JVM has virtual threads, else 256. More are started while those that run are blocked. When all are, a
         * reply waits for one of them; a call whose deadline passes meanwhile ends in a spare thread.
         */
        public Builder completionThreads(int most) {
            completionThreads = inRange("completionThreads", most, 1, 1_000_000);
            return this;
        }

        /**
         * Completes futures of async methods in an executor of your own instead of the client's pool. It is up to the
         * executor when a received reply is delivered; a failure that it does not get to at once is delivered in a
         * spare thread.
         */
        public Builder completeOn(Executor newExecutor) {
            executor = requireNonNull(newExecutor, "newExecutor");
            return this;
        }

        /** Completes futures in the event loop: fastest, for completions that never block. */
        public Builder directCompletion() {
            directCompletion = true;
            return this;
        }

        /** Sets the number of connections to each endpoint, for when one event loop is not enough: by default 1. */
        public Builder connections(int count) {
            connections = inRange("connections", count, 1, 64);
            return this;
        }

        /** Sets the retry policy, in place of the configured one. */
        public Builder retry(RetryPolicy policy) {
            retry = requireNonNull(policy, "policy");
            return this;
        }

        /** Sets a hedge as {@link CallOptions#hedge} does, for all stubs whose options set none. */
        public Builder hedge(Duration delay) {
            hedge = CallOptions.DEFAULT.hedge(delay).hedge();
            return this;
        }

        /**
         * Limits the attempts that may be added to the calls, including hedges.
         *
         * @param percent of the calls in the last ten seconds, 0 to 100; by default 20
         * @param reserve attempts per second on top of that; by default 10
         */
        public Builder retryBudget(int percent, int reserve) {
            retryBudget = inRange("percent", percent, 0, 100);
            retryReserve = inRange("reserve", reserve, 0, 1_000_000);
            return this;
        }

        private static int inRange(String what, int value, int from, int to) {
            if (value < from || value > to) {
                throw new IllegalArgumentException(what + ": " + value + " (expected: " + from + ".." + to + ")");
            }
            return value;
        }

        /** Sets all limits and times of the kernels, in place of the configured ones. */
        public Builder settings(KernelSettings newSettings) {
            requireNonNull(newSettings, "newSettings");
            return settings(before -> newSettings);
        }

        /**
         * Changes individual limits and times of the kernels, and leaves the others as configured: {@code settings(s ->
         * s.withMaxMessage(1 << 20))}. The changes are applied in order, when the client is made.
         */
        public Builder settings(UnaryOperator<KernelSettings> change) {
            requireNonNull(change, "change");
            UnaryOperator<KernelSettings> before = settings;
            settings = said -> requireNonNull(change.apply(before.apply(said)), "settings");
            return this;
        }

        /**
         * Sets configuration keys, such as {@code rpc.deadline} to {@code 2s}. They override system properties,
         * environment and files, and are checked by the same rules when the client is made. This builder's other
         * methods override them. A later call replaces the keys that it names.
         */
        public Builder config(Map<String, String> newSettings) {
            newSettings.forEach((key, value) -> config.put(requireNonNull(key, "key"), requireNonNull(value, key)));
            return this;
        }

        /** Enables TLS, and refuses servers without it. The server's certificate must have the target's host name. */
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
         * Makes the client. Settings that this builder was not given come from the configuration.
         *
         * @throws IllegalArgumentException if a setting is invalid, with what was expected
         */
        public RpcClient build() {
            return new RpcClient(this);
        }
    }
}
