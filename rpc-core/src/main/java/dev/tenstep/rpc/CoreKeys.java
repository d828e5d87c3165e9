package dev.tenstep.rpc;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.TimeLimit;
import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigException;
import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigKeys;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.config.ConfigType;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configuration keys of rpc-core, for servers and clients.
 *
 * <p>Longer than other files: there is a key for each setting.
 */
public final class CoreKeys implements ConfigKeys {
    private static final int MAX_COUNT = 1_000_000;
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MAX_IN_FLIGHT = 65_536;
    private static final long GIB = 1L << 30;
    private static final long UNDECODED = 16 << 20;
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static final ConfigKey<String> TARGET = ConfigKey.of(
                    "target", "", ConfigType.text(), "The target of a client's calls, unless its builder sets one.")
            .withDefaultInWords("none");
    static final ConfigKey<String> SERIALIZER = ConfigKey.of(
                    "serializer", "", ConfigType.text(), "The name of the serializer.")
            .withDefaultInWords("the only one on the class path");
    static final ConfigKey<Duration> DEADLINE = ConfigKey.of(
                    "deadline",
                    "time",
                    ConfigType.duration(MILLI, DAY),
                    "The deadline of calls for which neither the options nor the method sets one.")
            .withDefault("10s");
    static final ConfigKey<List<String>> ACCEPTED = ConfigKey.of(
                    "server.serializers",
                    "",
                    ConfigType.list(ConfigType.text()),
                    "The serializers that clients may use besides the configured one; with each also its JSON,"
                            + " protobuf-json or gob-json.")
            .withDefault("json,protobuf,gob");
    static final ConfigKey<Integer> HANDLERS = ConfigKey.of(
                    "server.handlers",
                    "calls",
                    ConfigType.integer(1, MAX_COUNT),
                    "The maximum number of handlers that run at once.")
            .withDefaultInWords("1000 virtual threads where the JVM has them, else 256");
    static final ConfigKey<Integer> QUEUE = ConfigKey.of(
                    "server.queue",
                    "calls",
                    ConfigType.integer(0, MAX_COUNT),
                    "The maximum number of calls that wait for a handler.")
            .withDefault("1000");
    static final ConfigKey<Boolean> ADAPTIVE_LIMIT = ConfigKey.of(
                    "server.limit.adaptive",
                    "",
                    ConfigType.choice("on", "off").map("on"::equals),
                    "Adapts the limit of a server's calls to their latency, within the limits of handlers and queue.")
            .withDefault("off");
    static final ConfigKey<Integer> ABANDONED = ConfigKey.of(
                    "server.abandoned.limit",
                    "calls",
                    ConfigType.integer(1, MAX_COUNT),
                    "The maximum number of a connection's abandoned calls whose handlers are still running; at that"
                            + " number, further calls are refused.")
            .withDefault("10000");
    static final ConfigKey<Duration> STREAM_IDLE = ConfigKey.of(
                    "server.stream.idle",
                    "time",
                    ConfigType.duration(MILLI, DAY),
                    "The time without progress on a call's streams after which a handler no longer waits "
                            + "for its client to send elements or consume results; in methods with publishers, where no"
                            + " handler waits, ten times that.")
            .withDefault("60s");
    static final ConfigKey<Duration> DRAIN = ConfigKey.of(
                    "server.drain",
                    "time",
                    ConfigType.duration(Duration.ZERO, HOUR),
                    "The time for which a closing server waits for the calls that it has accepted.")
            .withDefault("30s");
    static final ConfigKey<Long> MESSAGE_LIMIT = ConfigKey.of(
                    "message.limit", "bytes", ConfigType.size(1024, GIB), "The largest message in either direction.")
            .withDefault("4MiB");
    static final ConfigKey<Long> METADATA_LIMIT = ConfigKey.of(
                    "metadata.limit",
                    "bytes",
                    ConfigType.size(0, 32 << 10),
                    "The maximum size of the metadata of a call or a reply, counting keys and values.")
            .withDefault("8KiB");
    static final ConfigKey<Integer> IN_FLIGHT_LIMIT = ConfigKey.of(
                    "in-flight.limit",
                    "calls",
                    ConfigType.integer(1, MAX_IN_FLIGHT),
                    "The maximum number of calls in flight on a connection; further calls wait on the client.")
            .withDefault("1024");
    static final ConfigKey<Long> UNDECODED_LIMIT = ConfigKey.of(
                    "undecoded.limit",
                    "bytes",
                    ConfigType.size(64 << 10, GIB),
                    "The maximum number of received bytes of a connection that are not yet decoded, at least"
                            + " rpc.message.limit; reading stops at that.")
            .withDefaultInWords("16MiB, or rpc.message.limit where that is more");
    static final ConfigKey<Long> MEMORY_LIMIT = ConfigKey.of(
                    "memory.limit",
                    "bytes",
                    ConfigType.size(1 << 20, 1L << 40),
                    "The maximum number of bytes that a server holds on behalf of all its clients: received, "
                            + "decompressed, declared or not yet written. On a client, on behalf of one endpoint.")
            .withDefaultInWords("256MiB, or a quarter of the heap where that is less");
    static final ConfigKey<Long> UNWRITTEN_LIMIT = ConfigKey.of(
                    "unwritten.limit",
                    "bytes",
                    ConfigType.size(64 << 10, GIB),
                    "The maximum number of unwritten bytes of a connection; calls beyond that are refused.")
            .withDefault("8MiB");
    static final ConfigKey<Integer> CONNECTIONS = ConfigKey.of(
                    "server.connections",
                    "connections",
                    ConfigType.integer(1, MAX_COUNT),
                    "The maximum number of connections of a server.")
            .withDefaultInWords("10000, or half of the file descriptors the process may have");
    static final ConfigKey<Duration> CONNECT_TIMEOUT = ConfigKey.of(
                    "connect.timeout",
                    "time",
                    ConfigType.duration(MILLI, HOUR),
                    "The time within which a connection must be established.")
            .withDefault("3s");
    static final ConfigKey<Duration> HELLO_TIMEOUT = ConfigKey.of(
                    "hello.timeout",
                    "time",
                    ConfigType.duration(MILLI, HOUR),
                    "The time within which a server must say hello; a client has twice that.")
            .withDefault("5s");
    static final ConfigKey<Duration> KEEP_ALIVE = ConfigKey.of(
                    "keep-alive",
                    "time",
                    ConfigType.duration(MILLI, DAY),
                    "The time without a byte from the server after which a client sends a keep-alive ping.")
            .withDefault("60s");
    static final ConfigKey<Duration> KEEP_ALIVE_TIMEOUT = ConfigKey.of(
                    "keep-alive.timeout",
                    "time",
                    ConfigType.duration(MILLI, HOUR),
                    "The time after a keep-alive ping within which the server must send something; otherwise it is"
                            + " considered dead.")
            .withDefault("20s");
    static final ConfigKey<Duration> PROGRESS_TIMEOUT = ConfigKey.of(
                    "progress.timeout",
                    "time",
                    ConfigType.duration(MILLI, HOUR),
                    "The time within which a frame that has begun must make progress.")
            .withDefault("30s");
    static final ConfigKey<Duration> MESSAGE_TIMEOUT = ConfigKey.of(
                    "message.timeout",
                    "time",
                    ConfigType.duration(MILLI, HOUR),
                    "The time within which a message that arrives in parts must be complete.")
            .withDefault("60s");
    static final ConfigKey<Duration> IDLE_TIMEOUT = ConfigKey.of(
                    "server.idle.timeout",
                    "time",
                    ConfigType.duration(MILLI, DAY),
                    "The time without calls after which a server closes a connection.")
            .withDefault("10m");
    static final ConfigKey<Duration> CONNECTION_AGE = ConfigKey.of(
                    "server.connection.age",
                    "time",
                    ConfigType.duration(MILLI, DAY),
                    "The time after which a server drains a connection, give or take a tenth; its clients then connect anew.")
            .withDefaultInWords("none: however long");
    static final ConfigKey<Integer> EVENT_LOOPS = ConfigKey.of(
                    "event-loops", "threads", ConfigType.integer(1, 1024), "The number of threads that read and write.")
            .withDefaultInWords("1 for a client, 1 per processor for a server");
    static final ConfigKey<String> TRANSPORT = ConfigKey.of(
                    "transport",
                    "",
                    ConfigType.choice(KernelSettings.TRANSPORTS.toArray(String[]::new)),
                    "The network transport; auto is epoll if available, else nio.")
            .withDefault("auto");

    static final ConfigKey<List<String>> SERVER_PROTOCOLS = ConfigKey.of(
                    "server.protocols",
                    "",
                    ConfigType.list(ConfigType.text()),
                    "The protocols that a server speaks on each of its ports.")
            .withDefaultInWords("all on the class path");
    static final ConfigKey<String> PROTOCOL = ConfigKey.of(
                    "protocol", "", ConfigType.text(), "The protocol that a client speaks.")
            .withDefault("tenstep");

    static final ConfigKey<Integer> CLIENT_CONNECTIONS = ConfigKey.of(
                    "connections",
                    "connections",
                    ConfigType.integer(1, 64),
                    "The number of connections that a client keeps to each endpoint, each with a thread of "
                            + "its own.")
            .withDefault("1");
    static final ConfigKey<Integer> COMPLETION_THREADS = ConfigKey.of(
                    "completion.threads",
                    "threads",
                    ConfigType.integer(1, MAX_COUNT),
                    "The maximum number of client threads that complete futures and run subscribers; threads are"
                            + " added while the running ones are blocked.")
            .withDefaultInWords("10000 virtual threads where the JVM has them, else 256");

    static final ConfigKey<Integer> RETRY_ATTEMPTS = ConfigKey.of(
                    "retry.attempts",
                    "attempts",
                    ConfigType.integer(1, MOST_ATTEMPTS),
                    "The maximum number of attempts at a call of an idempotent method. Any other call gets at most two,"
                            + " the second only if the first was refused before it started. 1 disables retries.")
            .withDefault("3");
    static final ConfigKey<Duration> RETRY_BACKOFF = ConfigKey.of(
                    "retry.backoff",
                    "time",
                    ConfigType.duration(Duration.ZERO, HOUR),
                    "The longest wait before the second attempt at a call of an idempotent method, doubled for each"
                            + " further attempt; the actual wait is random, between zero and that.")
            .withDefault("50ms");
    static final ConfigKey<Duration> RETRY_BACKOFF_LIMIT = ConfigKey.of(
                    "retry.backoff.limit",
                    "time",
                    ConfigType.duration(Duration.ZERO, HOUR),
                    "The longest wait before any attempt; not less than rpc.retry.backoff.")
            .withDefault("1s");
    static final ConfigKey<List<StatusCode>> RETRY_CODES = ConfigKey.of(
                    "retry.codes",
                    "",
                    ConfigType.list(
                            ConfigType.choice(names(StatusCode.values())).map(StatusCode::valueOf)),
                    "The failures after which a call of an idempotent method is retried.")
            .withDefault("UNAVAILABLE");
    static final ConfigKey<Integer> RETRY_BUDGET = ConfigKey.of(
                    "retry.budget",
                    "percent",
                    ConfigType.integer(0, 100),
                    "The retries and hedges that a client may add, as a percentage of its calls in the last ten"
                            + " seconds.")
            .withDefault("20");
    static final ConfigKey<Integer> RETRY_RESERVE = ConfigKey.of(
                    "retry.reserve",
                    "attempts a second",
                    ConfigType.integer(0, MAX_COUNT),
                    "The retries and hedges that a client may add each second on top of that budget.")
            .withDefault("10");
    static final ConfigKey<Duration> HEDGE = ConfigKey.of(
                    "hedge",
                    "time",
                    ConfigType.duration(Duration.ZERO, HOUR),
                    "The time without a reply after which a call of an idempotent method gets a second attempt"
                            + " alongside the first; 0s disables hedging.")
            .withDefault("0s");

    private static String[] names(StatusCode... codes) {
        return Arrays.stream(codes).map(StatusCode::name).toArray(String[]::new);
    }

    /** For {@link java.util.ServiceLoader}. */
    public CoreKeys() {}

    @Override
    public List<ConfigKey<?>> keys() {
        List<ConfigKey<?>> all = new ArrayList<>(List.of(
                TARGET,
                SERIALIZER,
                DEADLINE,
                ACCEPTED,
                HANDLERS,
                QUEUE,
                ADAPTIVE_LIMIT,
                ABANDONED,
                STREAM_IDLE,
                DRAIN,
                MESSAGE_LIMIT,
                METADATA_LIMIT,
                IN_FLIGHT_LIMIT,
                UNDECODED_LIMIT,
                MEMORY_LIMIT,
                UNWRITTEN_LIMIT,
                CONNECTIONS,
                CONNECT_TIMEOUT,
                HELLO_TIMEOUT,
                KEEP_ALIVE,
                KEEP_ALIVE_TIMEOUT,
                PROGRESS_TIMEOUT,
                MESSAGE_TIMEOUT,
                IDLE_TIMEOUT,
                CONNECTION_AGE,
                EVENT_LOOPS,
                TRANSPORT,
                SERVER_PROTOCOLS,
                PROTOCOL,
                CLIENT_CONNECTIONS,
                COMPLETION_THREADS,
                RETRY_ATTEMPTS,
                RETRY_BACKOFF,
                RETRY_BACKOFF_LIMIT,
                RETRY_CODES,
                RETRY_BUDGET,
                RETRY_RESERVE,
                HEDGE,
                Config.FOREIGN));
        all.addAll(TlsKeys.all());
        all.addAll(CompressionKeys.all());
        return List.copyOf(all);
    }

    /** The configuration of a server, or of a named client. */
    record Reader(ConfigReader config) {

        /** Reads the settings of the process, which those given to a builder override. */
        static Reader load(@Nullable String clientName, Map<String, String> given) {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            Config config = Config.load(context == null ? CoreKeys.class.getClassLoader() : context, given);
            return new Reader(new ConfigReader(config, clientName));
        }

        <T> T get(ConfigKey<T> key) {
            return config.get(key);
        }

        <T> @Nullable T find(ConfigKey<T> key) {
            return config.find(key);
        }

        KernelSettings kernels() {
            Integer eventLoops = find(EVENT_LOOPS);
            Long memory = find(MEMORY_LIMIT);
            if (memory != null && find(MESSAGE_LIMIT) != null && get(MESSAGE_LIMIT) > memory / 2) {
                throw contradiction(
                        MESSAGE_LIMIT, MEMORY_LIMIT, "at most half of the other, the most one connection may use");
            }
            KernelSettings settings = KernelSettings.DEFAULT
                    .withMaxMessage(bytes(MESSAGE_LIMIT))
                    .withMaxMetadata(bytes(METADATA_LIMIT))
                    .withMaxInFlight(get(IN_FLIGHT_LIMIT))
                    .withMaxUndecoded(undecoded())
                    .withMaxUnwritten(bytes(UNWRITTEN_LIMIT))
                    .withMaxConnections(connections())
                    .withConnectTimeout(get(CONNECT_TIMEOUT))
                    .withHelloTimeout(get(HELLO_TIMEOUT))
                    .withKeepAlive(get(KEEP_ALIVE))
                    .withKeepAliveTimeout(get(KEEP_ALIVE_TIMEOUT))
                    .withProgressTimeout(get(PROGRESS_TIMEOUT))
                    .withMessageTimeout(get(MESSAGE_TIMEOUT))
                    .withIdleTimeout(get(IDLE_TIMEOUT))
                    .withMaxConnectionAge(Objects.requireNonNullElse(find(CONNECTION_AGE), TimeLimit.LONGEST))
                    .withEventLoops(eventLoops == null ? 0 : eventLoops)
                    .withTransport(get(TRANSPORT));
            return memory == null ? settings : settings.withMaxHeld(memory);
        }

        /** Enough for the longest message, which could not be received otherwise. */
        private int undecoded() {
            Long set = find(UNDECODED_LIMIT);
            if (set != null && set < get(MESSAGE_LIMIT)) {
                throw contradiction(MESSAGE_LIMIT, UNDECODED_LIMIT, "at most the other");
            }
            return Math.toIntExact(set != null ? set : Math.max(UNDECODED, get(MESSAGE_LIMIT)));
        }

        RetryPolicy retries() {
            if (get(RETRY_BACKOFF).compareTo(get(RETRY_BACKOFF_LIMIT)) > 0) {
                throw contradiction(RETRY_BACKOFF, RETRY_BACKOFF_LIMIT, "at most the other");
            }
            return new RetryPolicy(
                    get(RETRY_ATTEMPTS),
                    get(RETRY_BACKOFF),
                    get(RETRY_BACKOFF_LIMIT),
                    EnumSet.copyOf(get(RETRY_CODES)));
        }

        private ConfigException contradiction(ConfigKey<?> key, ConfigKey<?> other, String expected) {
            return new ConfigException(
                    config.said(key) + ", with " + config.said(other) + " (expected: " + expected + ")");
        }

        private int connections() {
            Integer set = find(CONNECTIONS);
            if (set != null) {
                return set;
            }
            long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : Long.MAX_VALUE;
            return (int) Math.max(1, Math.min(MOST_CONNECTIONS, files / 2));
        }

        private int bytes(ConfigKey<Long> key) {
            return Math.toIntExact(get(key));
        }
    }
}
