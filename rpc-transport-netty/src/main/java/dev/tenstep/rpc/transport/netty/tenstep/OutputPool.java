package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arrays that connections borrow for a burst and give back when it is over, a few for all connections of a kernel: the
 * outputs that frames are gathered and messages encoded in, and the batches that other threads leave for an event loop. Safe
 * for use by many threads: what is taken out is the borrower's, and may be given back by another thread.
 */
final class OutputPool {
    private static final int FIRST_CAPACITY = 4096;
    /** The longest array that is kept for the next, in bytes. */
    static final int KEPT_CAPACITY = 128 << 10;

    private final Shelf<MessageOutput> outputs = new Shelf<>(() -> new MessageOutput(FIRST_CAPACITY));
    private final Shelf<SharedBatch> batches = new Shelf<>(SharedBatch::new);

    /** An empty output, this thread's last one if it is there; {@link #give} it back. */
    MessageOutput take() {
        return outputs.take(index());
    }

    /** Takes an output for others to use, unless it is so short that it would have to grow, or very long. */
    void give(MessageOutput out) {
        if (out.array().length >= FIRST_CAPACITY && out.array().length <= KEPT_CAPACITY) {
            out.position(0);
            out.limit(Integer.MAX_VALUE);
            outputs.give(index(), out);
        }
    }

    /** An empty batch, the last one of that owner if it is there; {@link #give(int, SharedBatch)} it back. */
    SharedBatch takeBatch(int owner) {
        return batches.take(owner);
    }

    /** Takes an empty batch for others to use, unless it is very long. */
    void give(int owner, SharedBatch batch) {
        if (batch.capacity() <= KEPT_CAPACITY) {
            batches.give(owner, batch);
        }
    }

    private static int index() {
        return (int) Thread.currentThread().getId();
    }

    /** Things of a kind, each borrower's preferably in a place of its own. */
    private static final class Shelf<T> {
        private static final int SLOTS = 64;
        /** The places that a borrower looks at, and not all: making another one costs less than a long search. */
        private static final int TRIES = 8;

        private final AtomicReferenceArray<@Nullable T> free = new AtomicReferenceArray<>(SLOTS);
        private final Supplier<T> another;

        Shelf(Supplier<T> another) {
            this.another = another;
        }

        T take(int from) {
            for (int i = 0; i < TRIES; i++) {
                int slot = (from + i) & (SLOTS - 1);
                if (free.getPlain(slot) != null) {
                    T found = free.getAndSet(slot, null);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return another.get();
        }

        void give(int from, T thing) {
            for (int i = 0; i < TRIES; i++) {
                int slot = (from + i) & (SLOTS - 1);
                if (free.getPlain(slot) == null && free.compareAndSet(slot, null, thing)) {
                    return;
                }
            }
        }
    }
}
