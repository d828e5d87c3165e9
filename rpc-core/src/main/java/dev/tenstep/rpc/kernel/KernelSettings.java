package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.call.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The limits and times that a kernel keeps: the defaults, and the changes to them. Immutable, for use by any thread.
 *
 * <pre>{@code
 * KernelSettings small = KernelSettings.DEFAULT.withMaxMessage(1 << 20).withKeepAlive(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>A value that no kernel could keep is refused when it is set ({@link IllegalArgumentException}), with its name,
 * what was found and what was expected. Times are more than 0; anything longer than a hundred years counts as that.
 */
public final class KernelSettings {
    /** The names of the network transports. */
    public static final List<String> TRANSPORTS = List.of("auto", "epoll", "nio", "io_uring");

    private static final long MOST_HELD = 256 << 20;
    private static final int LEAST_MESSAGE = 1024;
    private static final int MOST_METADATA = 32 << 10;
    private static final int MOST_IN_FLIGHT = 1 << 16;
    private static final int MOST_EVENT_LOOPS = 1024;

    /** The defaults, each safe for production. */
    public static final KernelSettings DEFAULT = new KernelSettings(new Values());

    private final int maxMessage;
    private final int maxMetadata;
    private final int maxInFlight;
    private final int maxUndecoded;
    private final long maxHeld;
    private final int maxUnwritten;
    private final int maxConnections;
    private final Duration connectTimeout;
    private final Duration helloTimeout;
    private final Duration keepAlive;
    private final Duration keepAliveTimeout;
    private final Duration progressTimeout;
    private final Duration messageTimeout;
    private final Duration idleTimeout;
    private final Duration maxConnectionAge;
    private final int eventLoops;
    private final String transport;

    /** The values of settings that are being made: at first the defaults. */
    private static final class Values {
        int maxMessage = 4 << 20;
        int maxMetadata = 8 << 10;
        int maxInFlight = 1024;
        int maxUndecoded = 16 << 20;
        long maxHeld = heldByDefault();
        int maxUnwritten = 8 << 20;
        int maxConnections = 10_000;
        Duration connectTimeout = Duration.ofSeconds(3);
        Duration helloTimeout = Duration.ofSeconds(5);
        Duration keepAlive = Duration.ofSeconds(60);
        Duration keepAliveTimeout = Duration.ofSeconds(20);
        Duration progressTimeout = Duration.ofSeconds(30);
        Duration messageTimeout = Duration.ofSeconds(60);
        Duration idleTimeout = Duration.ofMinutes(10);
        Duration maxConnectionAge = TimeLimit.LONGEST;
        int eventLoops = 0;
        String transport = "auto";
    }

    private KernelSettings(Values values) {
        maxMessage = inRange("maxMessage", values.maxMessage, LEAST_MESSAGE, Integer.MAX_VALUE);
        maxMetadata = inRange("maxMetadata", values.maxMetadata, 0, MOST_METADATA);
        maxInFlight = inRange("maxInFlight", values.maxInFlight, 1, MOST_IN_FLIGHT);
        maxUndecoded = inRange("maxUndecoded", values.maxUndecoded, 1, Integer.MAX_VALUE);
        maxHeld = atLeastOne("maxHeld", values.maxHeld);
        maxUnwritten = inRange("maxUnwritten", values.maxUnwritten, 1, Integer.MAX_VALUE);
        maxConnections = inRange("maxConnections", values.maxConnections, 1, Integer.MAX_VALUE);
        connectTimeout = TimeLimit.positive("connectTimeout", values.connectTimeout);
        helloTimeout = TimeLimit.positive("helloTimeout", values.helloTimeout);
        keepAlive = TimeLimit.positive("keepAlive", values.keepAlive);
        keepAliveTimeout = TimeLimit.positive("keepAliveTimeout", values.keepAliveTimeout);
        progressTimeout = TimeLimit.positive("progressTimeout", values.progressTimeout);
        messageTimeout = TimeLimit.positive("messageTimeout", values.messageTimeout);
        idleTimeout = TimeLimit.positive("idleTimeout", values.idleTimeout);
        maxConnectionAge = TimeLimit.positive("maxConnectionAge", values.maxConnectionAge);
        eventLoops = inRange("eventLoops", values.eventLoops, 0, MOST_EVENT_LOOPS);
        transport = known(values.transport);
    }

    private KernelSettings with(Consumer<Values> change) {
        Values values = new Values();
        values.maxMessage = maxMessage;
        values.maxMetadata = maxMetadata;
        values.maxInFlight = maxInFlight;
        values.maxUndecoded = maxUndecoded;
        values.maxHeld = maxHeld;
        values.maxUnwritten = maxUnwritten;
        values.maxConnections = maxConnections;
        values.connectTimeout = connectTimeout;
        values.helloTimeout = helloTimeout;
        values.keepAlive = keepAlive;
        values.keepAliveTimeout = keepAliveTimeout;
        values.progressTimeout = progressTimeout;
        values.messageTimeout = messageTimeout;
        values.idleTimeout = idleTimeout;
        values.maxConnectionAge = maxConnectionAge;
        values.eventLoops = eventLoops;
        values.transport = transport;
        change.accept(values);
        return new KernelSettings(values);
    }

    private static long heldByDefault() {
        return Math.min(MOST_HELD, Runtime.getRuntime().maxMemory() / 4);
    }

    private static int inRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + ".." + most + ")");
        }
        return value;
    }

    private static long atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1.." + Long.MAX_VALUE + ")");
        }
        return value;
    }

    private static String known(String transport) {
        if (!TRANSPORTS.contains(transport)) {
            throw new IllegalArgumentException(
                    "transport: " + transport + " (expected one of: " + String.join(", ", TRANSPORTS) + ")");
        }
        return transport;
    }

    /** The largest message in either direction, in bytes: 4 MiB. Set by {@code rpc.message.limit}. */
    public int maxMessage() {
        return maxMessage;
    }

    /**
     * Returns settings with another {@link #maxMessage()}: 1024 or more. It raises a lower {@link #maxUndecoded()}.
     */
    public KernelSettings withMaxMessage(int bytes) {
        return with(values -> {
            values.maxMessage = bytes;
            values.maxUndecoded = Math.max(maxUndecoded, bytes);
        });
    }

    /**
     * The maximum size of the metadata of a call or a reply, counting keys and values, in bytes: 8 KiB. Set by {@code
     * rpc.metadata.limit}.
     */
    public int maxMetadata() {
        return maxMetadata;
    }

    /** Returns settings with another {@link #maxMetadata()}: 0 to 32,768. */
    public KernelSettings withMaxMetadata(int bytes) {
        return with(values -> values.maxMetadata = bytes);
    }

    /** The maximum number of calls in flight on a connection: 1024. Set by {@code rpc.in-flight.limit}. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** Returns settings with another {@link #maxInFlight()}: 1 to 65,536. */
    public KernelSettings withMaxInFlight(int calls) {
        return with(values -> values.maxInFlight = calls);
    }

    /**
     * The maximum number of received bytes of a connection that are not yet decoded: 16 MiB. Set by {@code
     * rpc.undecoded.limit}.
     */
    public int maxUndecoded() {
        return maxUndecoded;
    }

    /**
     * Returns settings with another {@link #maxUndecoded()}: 1 or more; a message that is longer cannot be received.
     */
    public KernelSettings withMaxUndecoded(int bytes) {
        return with(values -> values.maxUndecoded = bytes);
    }

    /**
     * The maximum number of bytes held on behalf of all peers of a server, or of a client's endpoint: 256 MiB, or a
     * quarter of the heap where that is less. Set by {@code rpc.memory.limit}.
     */
    public long maxHeld() {
        return maxHeld;
    }

    /** Returns settings with another {@link #maxHeld()}: 1 or more; one connection alone may have half of it. */
    public KernelSettings withMaxHeld(long bytes) {
        return with(values -> values.maxHeld = bytes);
    }

    /** The maximum number of unwritten bytes of a connection: 8 MiB. Set by {@code rpc.unwritten.limit}. */
    public int maxUnwritten() {
        return maxUnwritten;
    }

    /** Returns settings with another {@link #maxUnwritten()}: 1 or more. */
    public KernelSettings withMaxUnwritten(int bytes) {
        return with(values -> values.maxUnwritten = bytes);
    }

    /** The maximum number of connections of a server: 10,000. Set by {@code rpc.server.connections}. */
    public int maxConnections() {
        return maxConnections;
    }

    /** Returns settings with another {@link #maxConnections()}: 1 or more. */
    public KernelSettings withMaxConnections(int connections) {
        return with(values -> values.maxConnections = connections);
    }

    /** The time within which a connection must be established: 3 s. Set by {@code rpc.connect.timeout}. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns settings with another {@link #connectTimeout()}. */
    public KernelSettings withConnectTimeout(Duration time) {
        return with(values -> values.connectTimeout = time);
    }

    /**
     * The time within which a server must say hello; a client has twice that: 5 s. Set by {@code
     * rpc.hello.timeout}.
     */
    public Duration helloTimeout() {
        return helloTimeout;
    }

    /** Returns settings with another {@link #helloTimeout()}. */
    public KernelSettings withHelloTimeout(Duration time) {
        return with(values -> values.helloTimeout = time);
    }

    /** The silence after which a client sends a keep-alive ping: 60 s. Set by {@code rpc.keep-alive}. */
    public Duration keepAlive() {
        return keepAlive;
    }

    /** Returns settings with another {@link #keepAlive()}. */
    public KernelSettings withKeepAlive(Duration time) {
        return with(values -> values.keepAlive = time);
    }

    /** The further silence after which the server is considered dead: 20 s. Set by {@code rpc.keep-alive.timeout}. */
    public Duration keepAliveTimeout() {
        return keepAliveTimeout;
    }

    /** Returns settings with another {@link #keepAliveTimeout()}. */
    public KernelSettings withKeepAliveTimeout(Duration time) {
        return with(values -> values.keepAliveTimeout = time);
    }

    /** The time within which a frame that has begun must make progress: 30 s. Set by {@code rpc.progress.timeout}. */
    public Duration progressTimeout() {
        return progressTimeout;
    }

    /** Returns settings with another {@link #progressTimeout()}. */
    public KernelSettings withProgressTimeout(Duration time) {
        return with(values -> values.progressTimeout = time);
    }

    /** The time within which a message in parts must be complete: 60 s. Set by {@code rpc.message.timeout}. */
    public Duration messageTimeout() {
        return messageTimeout;
    }

    /** Returns settings with another {@link #messageTimeout()}. */
    public KernelSettings withMessageTimeout(Duration time) {
        return with(values -> values.messageTimeout = time);
    }

    /**
     * The time without calls after which a server closes a connection: 10 minutes. Set by {@code
     * rpc.server.idle.timeout}.
     */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Returns settings with another {@link #idleTimeout()}. */
    public KernelSettings withIdleTimeout(Duration time) {
        return with(values -> values.idleTimeout = time);
    }

    /**
     * The time after which a server drains a connection, give or take a tenth, so that its clients connect anew and find
     * servers that were added; its calls end as they would. By default a hundred years. Set by {@code
     * rpc.server.connection.age}.
     */
    public Duration maxConnectionAge() {
        return maxConnectionAge;
    }

    /** Returns settings with another {@link #maxConnectionAge()}. */
    public KernelSettings withMaxConnectionAge(Duration time) {
        return with(values -> values.maxConnectionAge = time);
    }

    /**
     * The number of threads that read and write; 0 for one in a client and one per processor in a server. Set by
     * {@code rpc.event-loops}.
     */
    public int eventLoops() {
        return eventLoops;
    }

    /** Returns settings with another {@link #eventLoops()}: 0 to 1024. */
    public KernelSettings withEventLoops(int threads) {
        return with(values -> values.eventLoops = threads);
    }

    /**
     * The network transport: {@code auto}, {@code epoll}, {@code nio} or {@code io_uring}. Set by {@code
     * rpc.transport}.
     */
    public String transport() {
        return transport;
    }

    /** Returns settings with another {@link #transport()}: one of {@link #TRANSPORTS}. */
    public KernelSettings withTransport(String name) {
        return with(values -> values.transport = name);
    }
}
