package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * The output in which an event loop has a request or an answer written before it adds it to what a connection sends. Whoever
 * comes while it is taken, as when an accessor that is asked for a value makes or answers another call, gets one of its own.
 * Event loop only.
 */
final class LoopOutput {
    private static final int FIRST_CAPACITY = 4096;

    private @Nullable MessageOutput free;

    /** An empty output; {@link #give} it back. */
    MessageOutput take() {
        MessageOutput out = free;
        if (out == null) {
            return new MessageOutput(FIRST_CAPACITY);
        }
        free = null;
        return out;
    }

    void give(MessageOutput out) {
        if (out.array().length <= OutputPool.KEPT_CAPACITY) {
            out.position(0);
            out.limit(Integer.MAX_VALUE);
            free = out;
        }
    }
}
