package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.KernelSettings;
import org.jspecify.annotations.Nullable;

/** When a server is to be asked for a sign of life, and when it has given none for too long. Event loop only. */
final class SignsOfLife {
    private final KernelSettings settings;
    private final long connectedNanos = System.nanoTime();
    private long askedNanos;

    SignsOfLife(KernelSettings settings) {
        this.settings = settings;
    }

    /** Why the server is to be given up, or null; it was last heard at that time, by {@link System#nanoTime()}. */
    @Nullable
    String missing(boolean greeted, long heardNanos) {
        long now = System.nanoTime();
        if (!greeted && now - connectedNanos > settings.helloTimeout().toNanos()) {
            return "the peer accepted the connection and did not say hello within "
                    + FramedConnection.text(settings.helloTimeout());
        }
        long patience = settings.keepAlive().plus(settings.keepAliveTimeout()).toNanos();
        return now - heardNanos > patience
                ? "the peer gave no sign of life for "
                        + FramedConnection.text(settings.keepAlive().plus(settings.keepAliveTimeout()))
                : null;
    }

    /** Whether to ask now; then it has been asked. */
    boolean due(long heardNanos) {
        long now = System.nanoTime();
        if (now - heardNanos > settings.keepAlive().toNanos() && askedNanos - heardNanos < 0) {
            askedNanos = now;
            return true;
        }
        return false;
    }
}
