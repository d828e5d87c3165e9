package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.call.TimeLimit;
import java.time.Duration;
import java.util.List;

/**
 * The limits and times that a kernel keeps. Sizes in bytes; what has no range here is at least 1, and times are more than 0.
 *
 * @param maxMessage the largest message in either direction, at least 1024
 * @param maxMetadata the largest metadata of a call or a reply, at most 32 KiB
 * @param maxInFlight calls in flight per connection, 1 to 65,536
 * @param maxUndecoded bytes received and not yet decoded, per connection
 * @param maxHeld bytes that are held on behalf of all peers of a server, or of a client's endpoint, together
 * @param maxUnwritten bytes waiting to be written, per connection
 * @param maxConnections connections of a server
 * @param connectTimeout for a connection to be made
 * @param helloTimeout for the peer to say hello (client), or from the first byte to ready (server, doubled)
 * @param keepAlive after so long without a byte the peer is asked for a sign of life
 * @param keepAliveTimeout after so long without one it is dead
 * @param progressTimeout a frame that has begun must go on within
 * @param messageTimeout a message that comes in parts must be whole within
 * @param idleTimeout a server closes a connection without calls after
 * @param eventLoops threads that read and write; 0 for one a client and one for each processor a server
 * @param transport the platform's way to the network: {@code auto}, {@code epoll}, {@code nio} or {@code io_uring}
 */
public record KernelSettings(
        int maxMessage,
        int maxMetadata,
        int maxInFlight,
        int maxUndecoded,
        long maxHeld,
        int maxUnwritten,
        int maxConnections,
        Duration connectTimeout,
        Duration helloTimeout,
        Duration keepAlive,
        Duration keepAliveTimeout,
        Duration progressTimeout,
        Duration messageTimeout,
        Duration idleTimeout,
        int eventLoops,
        String transport) {

    /** The names of ways to reach the network. */
    public static final List<String> TRANSPORTS = List.of("auto", "epoll", "nio", "io_uring");

    /** The defaults, each safe for production. */
    public static final KernelSettings DEFAULT = new KernelSettings(
            4 << 20,
            8 << 10,
            1024,
            16 << 20,
            heldByDefault(),
            8 << 20,
            10_000,
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            0,
            "auto");

    private static final long MOST_HELD = 256 << 20;
    private static final int LEAST_MESSAGE = 1024;
    private static final int MOST_METADATA = 32 << 10;
    private static final int MOST_IN_FLIGHT = 1 << 16;
    private static final int MOST_EVENT_LOOPS = 1024;

    /** Checks what the protocol bounds. */
    public KernelSettings {
        check("maxMessage", maxMessage, LEAST_MESSAGE, Integer.MAX_VALUE);
        check("maxMetadata", maxMetadata, 0, MOST_METADATA);
        check("maxInFlight", maxInFlight, 1, MOST_IN_FLIGHT);
        check("maxUndecoded", maxUndecoded, 1, Integer.MAX_VALUE);
        check("maxHeld", maxHeld, 1, Long.MAX_VALUE);
        check("maxUnwritten", maxUnwritten, 1, Integer.MAX_VALUE);
        check("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        check("eventLoops", eventLoops, 0, MOST_EVENT_LOOPS);
        if (!TRANSPORTS.contains(transport)) {
            throw new IllegalArgumentException(
                    "transport: " + transport + " (expected one of: " + String.join(", ", TRANSPORTS) + ")");
        }
        connectTimeout = TimeLimit.positive("connectTimeout", connectTimeout);
        helloTimeout = TimeLimit.positive("helloTimeout", helloTimeout);
        keepAlive = TimeLimit.positive("keepAlive", keepAlive);
        keepAliveTimeout = TimeLimit.positive("keepAliveTimeout", keepAliveTimeout);
        progressTimeout = TimeLimit.positive("progressTimeout", progressTimeout);
        messageTimeout = TimeLimit.positive("messageTimeout", messageTimeout);
        idleTimeout = TimeLimit.positive("idleTimeout", idleTimeout);
    }

    /** The default bound on bytes that are held for peers: 256 MiB, or a quarter of the heap if that is less. */
    public static long heldByDefault() {
        return Math.min(MOST_HELD, Runtime.getRuntime().maxMemory() / 4);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + ".." + most + ")");
        }
    }
}
