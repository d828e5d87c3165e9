package dev.tenstep.rpc.transport.netty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of one connection's requests that wait to be decoded, and their part in the server's. A connection tells the
 * server of whole grains only, so that connections with little to decode have no counter in common. Any thread.
 */
final class Undecoded {
    private static final int GRAIN_BITS = 16;

    private final AtomicInteger bytes = new AtomicInteger();
    private final int limit;
    private final OfServer server;

    /** What all connections of a server hold together, requests that are still arriving included. Any thread. */
    static final class OfServer {
        private final AtomicLong bytes = new AtomicLong();
        private final long limit;

        OfServer(long limit) {
            this.limit = limit;
        }

        /** Counts a message before it comes; false if that would be too much, and it is not counted. */
        boolean reserve(int message) {
            if (bytes.addAndGet(message) <= limit) {
                return true;
            }
            release(message);
            return false;
        }

        /** Takes back a {@link #reserve}. */
        void release(int message) {
            bytes.addAndGet(-message);
        }
    }

    Undecoded(int limit, OfServer server) {
        this.limit = limit;
        this.server = server;
    }

    /** Counts what has come, or with a negative number, what has been decoded. */
    void add(int n) {
        int now = bytes.addAndGet(n);
        int grains = (now >> GRAIN_BITS) - ((now - n) >> GRAIN_BITS);
        if (grains != 0) {
            server.bytes.addAndGet((long) grains << GRAIN_BITS);
        }
    }

    /** Whether the connection is to read no more: it holds too much, or the server does and it is one of those to blame. */
    boolean tooMuch() {
        int own = bytes.get();
        return own > limit || (own >= 1 << GRAIN_BITS && server.bytes.get() > server.limit);
    }
}
