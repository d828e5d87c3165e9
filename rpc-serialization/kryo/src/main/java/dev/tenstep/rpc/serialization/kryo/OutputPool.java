package dev.tenstep.rpc.serialization.kryo;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A pool of outputs and inputs. It keeps at most one of each in each of a few slots, shared by all threads, so that a
 * thousand virtual threads do not keep a thousand of them. A thread takes the content of its slot, or makes a new
 * one; nobody ever waits.
 */
final class OutputPool {
    private static final int SLOTS = 16;

    /**
     * The distance between two slots, in references: a cache line or more, so that threads don't slow each other
     * down.
     */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<@Nullable KryoOutput> outputs = new AtomicReferenceArray<>(SLOTS * STRIDE);
    private final AtomicReferenceArray<@Nullable KryoInput> inputs = new AtomicReferenceArray<>(SLOTS * STRIDE);

    /** Takes an output for exclusive use, to be returned by {@link #give}. */
    KryoOutput takeOutput() {
        KryoOutput out = outputs.getAndSet(slot(), null);
        return out == null ? new KryoOutput() : out;
    }

    /** Takes an input for exclusive use, to be returned by {@link #give}. */
    KryoInput takeInput() {
        KryoInput in = inputs.getAndSet(slot(), null);
        return in == null ? new KryoInput() : in;
    }

    /** Returns an output to the pool. */
    void give(KryoOutput out) {
        out.release();
        outputs.setRelease(slot(), out);
    }

    /** Returns an input to the pool. */
    void give(KryoInput in) {
        in.release();
        inputs.setRelease(slot(), in);
    }

    private static int slot() {
        long id = Thread.currentThread().getId();
        return (int) ((id ^ id >>> 4) & (SLOTS - 1)) * STRIDE;
    }
}
