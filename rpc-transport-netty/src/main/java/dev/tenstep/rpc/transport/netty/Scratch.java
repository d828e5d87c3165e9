package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Outputs for threads that encode a message before they hand it to an event loop: a few for all threads, since there may be
 * thousands of virtual ones. Safe for use by many threads: an output is taken out while it is used, and may be given back by
 * another thread.
 */
final class Scratch {
    private static final int FIRST_CAPACITY = 4096;
    private static final int KEPT_CAPACITY = 128 << 10;
    private static final int SLOTS = 64;

    private final AtomicReferenceArray<@Nullable MessageOutput> free = new AtomicReferenceArray<>(SLOTS);

    /** An empty output, this thread's last one if it is there; {@link #give} it back. */
    MessageOutput take() {
        int own = index();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (own + i) & (SLOTS - 1);
            if (free.getPlain(slot) != null) {
                MessageOutput out = free.getAndSet(slot, null);
                if (out != null) {
                    return out;
                }
            }
        }
        return new MessageOutput(FIRST_CAPACITY);
    }

    /** Takes an output for others to use, unless it is so short that it would have to grow, or very long. */
    void give(MessageOutput out) {
        if (out.array().length >= FIRST_CAPACITY && out.array().length <= KEPT_CAPACITY) {
            out.position(0);
            out.limit(Integer.MAX_VALUE);
            int own = index();
            for (int i = 0; i < SLOTS; i++) {
                int slot = (own + i) & (SLOTS - 1);
                if (free.getPlain(slot) == null && free.compareAndSet(slot, null, out)) {
                    return;
                }
            }
        }
    }

    private static int index() {
        return (int) (Thread.currentThread().getId() & (SLOTS - 1));
    }
}
