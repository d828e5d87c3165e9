package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for threads that encode a message before they hand it to an event loop: a few for all threads, since there may be
 * thousands of virtual ones. Safe for use by many threads: an array is taken out while it is used.
 */
final class Scratch {
    private static final int FIRST_CAPACITY = 4096;
    private static final int KEPT_CAPACITY = 128 << 10;
    private static final int SLOTS = 64;

    private final AtomicReferenceArray<@Nullable MessageOutput> free = new AtomicReferenceArray<>(SLOTS);

    /** An empty output for this thread; {@link #give} it back. */
    MessageOutput take() {
        MessageOutput out = free.getAndSet(index(), null);
        return out == null ? new MessageOutput(FIRST_CAPACITY) : out;
    }

    void give(MessageOutput out) {
        if (out.array().length <= KEPT_CAPACITY) {
            out.position(0);
            free.lazySet(index(), out);
        }
    }

    private static int index() {
        return (int) (Thread.currentThread().getId() & (SLOTS - 1));
    }
}
