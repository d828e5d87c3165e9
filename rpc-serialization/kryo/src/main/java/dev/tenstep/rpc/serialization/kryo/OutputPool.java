package dev.tenstep.rpc.serialization.kryo;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Outputs and inputs to be used again: at most one of each for each of a few slots, shared by all threads, so that a thousand
 * virtual threads keep no thousand of them. A thread takes what lies in its slot, or makes a new one; nobody ever waits.
 */
final class OutputPool {
    private static final int SLOTS = 16;

    /** Between two slots, in references: a cache line or more, so that threads don't slow each other down. */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<@Nullable KryoOutput> outputs = new AtomicReferenceArray<>(SLOTS * STRIDE);
    private final AtomicReferenceArray<@Nullable KryoInput> inputs = new AtomicReferenceArray<>(SLOTS * STRIDE);

    /** An output for the caller alone, to be given back. */
    KryoOutput takeOutput() {
        KryoOutput out = outputs.getAndSet(slot(), null);
        return out == null ? new KryoOutput() : out;
    }

    /** An input for the caller alone, to be given back. */
    KryoInput takeInput() {
        KryoInput in = inputs.getAndSet(slot(), null);
        return in == null ? new KryoInput() : in;
    }

    /** Takes one back. */
    void give(KryoOutput out) {
        out.release();
        outputs.setRelease(slot(), out);
    }

    /** Takes one back. */
    void give(KryoInput in) {
        in.release();
        inputs.setRelease(slot(), in);
    }

    private static int slot() {
        long id = Thread.currentThread().getId();
        return (int) ((id ^ id >>> 4) & (SLOTS - 1)) * STRIDE;
    }
}
