package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.HttpStream;

/**
 * The measured product of the path's bandwidth and delay, from which the windows get their size, as in gRPC: what arrives
 * between a ping and its answer is what the path holds. A path that carries most of what the windows allow is measured
 * with larger ones. Event loop only, except {@link #streamWindow}.
 */
final class BandwidthDelay {
    /** The data of the pings that measure: "bdp" and a version. */
    static final long PING = 0x6264_7000_0000_0001L;

    private final int most;
    private volatile int streamWindow;
    private boolean measuring;
    private long begunNanos;
    private long arrived;
    /** The bytes a second of the fastest round trip. */
    private double fastest;

    /**
     * Makes that of a new connection.
     *
     * @param mostHeld the bytes that all streams may hold together: one stream's window is at most half of them
     */
    BandwidthDelay(int mostHeld) {
        this.most = Math.max(HttpStream.MOVING_WINDOW, mostHeld / 2);
        this.streamWindow = HttpStream.MOVING_WINDOW;
    }

    /** Returns the window that a moving stream may have, in bytes; any thread. */
    int streamWindow() {
        return streamWindow;
    }

    /** Counts bytes that have arrived; returns whether to send a ping, because the path is to be measured. */
    boolean arrived(int bytes, long now) {
        arrived += bytes;
        if (measuring || arrived < streamWindow / 2 || streamWindow == most) {
            return false;
        }
        measuring = true;
        begunNanos = now;
        arrived = 0;
        return true;
    }

    /** Takes the answer to the ping, unless there was none; returns whether the window has grown. */
    boolean answered(long now) {
        if (!measuring) {
            return false;
        }
        measuring = false;
        long held = arrived;
        double speed = 1e9 * held / Math.max(1, now - begunNanos);
        arrived = 0;
        if (3 * held < 2L * streamWindow || speed <= fastest) {
            return false;
        }
        fastest = speed;
        streamWindow = (int) Math.min(most, 2 * held);
        return true;
    }
}
