package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose peer makes work without getting anywhere: it resets its streams (CVE-2023-44487), has them reset
 * by its errors (CVE-2025-8671), sends frames that carry nothing (CVE-2019-9511 and those after it), or pings too often
 * (gRPC's {@code doc/keepalive.md}). Event loop only.
 */
final class Floods {
    private static final int MOST_DUE = 1 << 20;
    private static final long RESETS_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long EMPTY_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The pings that may come too early. */
    private static final int STRIKES = 2;

    private final boolean ofServer;
    private final int maxResets;
    private final int maxEmpty;
    private final long busyPingNanos;
    private final long idlePingNanos;
    private int resets;
    private long resetsSince = System.nanoTime();
    private int empty;
    private long emptySince = resetsSince;
    private long lastPing;
    private boolean pinged;
    private int strikes;
    /** The window updates that are due for what was sent. */
    private int dueUpdates;

    /**
     * Makes that of a new connection.
     *
     * @param ofServer whether resets count: a server resets streams that it has answered early
     */
    Floods(boolean ofServer, Http2Limits limits) {
        this.ofServer = ofServer;
        this.maxResets = limits.maxResets();
        this.maxEmpty = limits.maxEmpty();
        this.busyPingNanos = limits.busyPing().toNanos();
        this.idlePingNanos = limits.idlePing().toNanos();
    }

    /** Counts a stream that the peer has reset, or that was reset for the peer's error. */
    void reset(long now) {
        if (!ofServer) {
            return;
        }
        if (now - resetsSince > RESETS_NANOS) {
            resetsSince = now;
            resets = 0;
        }
        if (++resets > maxResets) {
            throw calm(
                    "streams reset: " + resets + " more than completed (expected: at most " + maxResets + " in 30 s)");
        }
    }

    /** Counts a stream that the peer has reset although it had completed here: it was in no need of the answer. */
    void resetLate(long now) {
        if (ofServer) {
            // Its completion has taken one away.
            resets++;
            reset(now);
        } else {
            empty(now);
        }
    }

    /** Counts a frame that carries no message. */
    void empty(long now) {
        if (now - emptySince > EMPTY_NANOS) {
            emptySince = now;
            empty = 0;
        }
        if (++empty > maxEmpty) {
            throw calm("frames without a message: " + empty + " (expected: at most " + maxEmpty
                    + " in 10 s while no stream completes)");
        }
    }

    /** Counts a window update, unless it is due for data that was sent: one of the stream and one of the connection. */
    void updated(long now) {
        if (dueUpdates > 0) {
            dueUpdates--;
        } else {
            empty(now);
        }
    }

    /** Counts a stream that both sides have ended. */
    void completed() {
        resets = Math.max(0, resets - 1);
        empty = 0;
    }

    /** Counts a ping to a server. */
    void ping(long now, boolean busy) {
        if (pinged && now - lastPing < (busy ? busyPingNanos : idlePingNanos) && ++strikes > STRIKES) {
            throw calm("too_many_pings");
        }
        pinged = true;
        lastPing = now;
    }

    /** Notes that the peer has sent bytes of a message. */
    void received() {
        empty = 0;
    }

    /** Forgives early pings, since a head or that many bytes of a body were sent to the peer, for which it may ping. */
    void sent(int bytes) {
        dueUpdates = Math.min(MOST_DUE, dueUpdates + 2 * (bytes / Frames.MAX_PAYLOAD + 1));
        empty = 0;
        pinged = false;
        strikes = 0;
    }

    private static ProtocolException calm(String why) {
        return ConnectionError.of(ErrorCode.ENHANCE_YOUR_CALM, why);
    }
}
