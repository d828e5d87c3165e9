package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arrays that connections borrow for a burst and give back after it, a few for all connections of a kernel: the
 * outputs that frames are gathered and messages encoded in, and the batches that other threads offer to an event loop.
 * Safe for use by many threads: a borrowed array belongs to the borrower, and may be returned by another thread.
 */
public final class OutputPool {
    private static final int FIRST_CAPACITY = 4096;
    /** The longest array that is kept, in bytes. */
    public static final int KEPT_CAPACITY = 128 << 10;

    private final Shelf<MessageOutput> outputs = new Shelf<>(() -> new MessageOutput(FIRST_CAPACITY));
    private final Shelf<SharedBatch> batches = new Shelf<>(SharedBatch::new);

    /** Makes an empty pool. */
    public OutputPool() {}

    /** Takes an empty output, preferably this thread's last one, to be returned by {@link #give}. */
    public MessageOutput take() {
        return outputs.take(index());
    }

    /** Returns an output to the pool, unless it is so short that it would have to grow, or very long. */
    public void give(MessageOutput out) {
        if (out.array().length >= FIRST_CAPACITY && out.array().length <= KEPT_CAPACITY) {
            out.position(0);
            out.limit(Integer.MAX_VALUE);
            outputs.give(index(), out);
        }
    }

    /** Takes an empty batch, preferably that owner's last one, to be returned by {@link #give(int, SharedBatch)}. */
    SharedBatch takeBatch(int owner) {
        return batches.take(owner);
    }

    /** Returns an empty batch to the pool, unless it is very long. */
    void give(int owner, SharedBatch batch) {
        if (batch.capacity() <= KEPT_CAPACITY) {
            batches.give(owner, batch);
        }
    }

    private static int index() {
        return (int) Thread.currentThread().getId();
    }

    /** Pooled objects of one kind, with a preferred slot for each borrower. */
    private static final class Shelf<T> {
        private static final int SLOTS = 64;
        /** The slots that a borrower tries, and not all: making a new object costs less than a long search. */
        private static final int TRIES = 8;

        private final AtomicReferenceArray<@Nullable T> free = new AtomicReferenceArray<>(SLOTS);
        private final Supplier<T> factory;

        Shelf(Supplier<T> factory) {
            this.factory = factory;
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
            return factory.get();
        }

        void give(int from, T object) {
            for (int i = 0; i < TRIES; i++) {
                int slot = (from + i) & (SLOTS - 1);
                if (free.getPlain(slot) == null && free.compareAndSet(slot, null, object)) {
                    return;
                }
            }
        }
    }
}
