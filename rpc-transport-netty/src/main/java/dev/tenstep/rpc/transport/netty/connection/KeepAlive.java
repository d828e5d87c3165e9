package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.transport.netty.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * The keep-alive of a client's connection: decides when to ping the server, and when it has been silent for too long.
 * Every byte that the server sends or accepts proves that it is alive. Event loop only.
 */
final class KeepAlive {
    private final KernelSettings settings;
    private final long connectedNanos = System.nanoTime();
    private long pingedNanos = connectedNanos;
    /** The last check at which no call was waiting. */
    private long unawaitedNanos = connectedNanos;

    /** Makes that of a new connection. */
    KeepAlive(KernelSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns why the server is considered dead, or null; it was last heard at that time, by {@link System#nanoTime()}.
     */
    @Nullable
    String failure(boolean greeted, long heardNanos) {
        long now = System.nanoTime();
        if (!greeted && now - connectedNanos > settings.helloTimeout().toNanos()) {
            return "the peer accepted the connection and did not say hello within "
                    + Deadlines.text(settings.helloTimeout());
        }
        long patience = settings.keepAlive().plus(settings.keepAliveTimeout()).toNanos();
        // The ping must be as old, too: if the process was suspended, this side may be the silent one.
        boolean dead = pingUnanswered(heardNanos)
                && now - heardNanos > patience
                && now - pingedNanos > settings.keepAliveTimeout().toNanos();
        return dead
                ? "the peer did not answer a keep-alive ping and was silent for "
                        + Deadlines.text(settings.keepAlive().plus(settings.keepAliveTimeout()))
                : null;
    }

    /** Returns whether a ping is unanswered. */
    boolean pingUnanswered(long heardNanos) {
        return pingedNanos - heardNanos > 0;
    }

    /**
     * Notes that no call waits for the server. Once calls have waited for the hello timeout, it is pinged, however long it was
     * silent before.
     */
    void unawaited() {
        unawaitedNanos = System.nanoTime();
    }

    /** Returns whether to ping now, and counts the ping if so. */
    boolean pingDue(long heardNanos) {
        long now = System.nanoTime();
        long silent = now - heardNanos;
        long waited = Math.min(silent, now - unawaitedNanos);
        boolean silentTooLong = silent > settings.keepAlive().toNanos()
                || waited > settings.helloTimeout().toNanos();
        if (silentTooLong && !pingUnanswered(heardNanos)) {
            pingedNanos = now;
            return true;
        }
        return false;
    }
}
