package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * The output in which an event loop has a request or an answer written before appending it to a connection's output.
 * Reentrant use gets a new output, as when an accessor called by a serializer makes or answers another call. Event loop
 * only.
 */
public final class LoopOutput {
    private static final int FIRST_CAPACITY = 4096;

    private @Nullable MessageOutput free;

    /** Makes one without an output. */
    public LoopOutput() {}

    /** Takes an empty output, to be returned by {@link #give}. */
    public MessageOutput take() {
        MessageOutput out = free;
        if (out == null) {
            return new MessageOutput(FIRST_CAPACITY);
        }
        free = null;
        return out;
    }

    /** Returns an output that was taken. */
    public void give(MessageOutput out) {
        if (out.array().length <= OutputPool.KEPT_CAPACITY) {
            out.position(0);
            out.limit(Integer.MAX_VALUE);
            free = out;
        }
    }
}
