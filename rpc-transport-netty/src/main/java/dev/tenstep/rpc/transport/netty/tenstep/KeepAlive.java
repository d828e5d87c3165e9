package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.transport.netty.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * When a server is to be asked for a sign of life, and when it has given none for too long. It is heard by every byte that it
 * sends, and every one that it takes. Event loop only.
 */
final class KeepAlive {
    private final KernelSettings settings;
    private final long connectedNanos = System.nanoTime();
    private long askedNanos = connectedNanos;
    /** The last look at which no call waited. */
    private long unawaitedNanos = connectedNanos;

    KeepAlive(KernelSettings settings) {
        this.settings = settings;
    }

    /** Why the server is to be given up, or null; it was last heard at that time, by {@link System#nanoTime()}. */
    @Nullable
    String missing(boolean greeted, long heardNanos) {
        long now = System.nanoTime();
        if (!greeted && now - connectedNanos > settings.helloTimeout().toNanos()) {
            return "the peer accepted the connection and did not say hello within "
                    + Deadlines.text(settings.helloTimeout());
        }
        long patience = settings.keepAlive().plus(settings.keepAliveTimeout()).toNanos();
        // Asked as long ago, too: where the process stood still, it may be this end that was silent.
        boolean dead = owed(heardNanos)
                && now - heardNanos > patience
                && now - askedNanos > settings.keepAliveTimeout().toNanos();
        return dead
                ? "the peer gave no sign of life for "
                        + Deadlines.text(settings.keepAlive().plus(settings.keepAliveTimeout()))
                : null;
    }

    /** Whether the server was asked, and has not been heard since. */
    boolean owed(long heardNanos) {
        return askedNanos - heardNanos > 0;
    }

    /**
     * Whether to ask now; then it has been asked.
     *
     * @param awaited whether calls wait for the server: then it is asked when they have waited as long as it may take to say
     *     hello, however long it was silent before
     */
    boolean due(long heardNanos, boolean awaited) {
        long now = System.nanoTime();
        if (!awaited) {
            unawaitedNanos = now;
        }
        long silent = now - heardNanos;
        long waited = Math.min(silent, now - unawaitedNanos);
        boolean longSilent = silent > settings.keepAlive().toNanos()
                || waited > settings.helloTimeout().toNanos();
        if (longSilent && !owed(heardNanos)) {
            askedNanos = now;
            return true;
        }
        return false;
    }
}
