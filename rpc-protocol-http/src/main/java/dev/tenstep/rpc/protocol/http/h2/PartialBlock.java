package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;

/** A header block that arrives in several frames. Event loop only. */
final class PartialBlock {
    private static final byte[] NONE = {};

    private final MemoryBudget.Share memory;
    private final int most;
    private int stream;
    private boolean last;
    private byte[] bytes = NONE;
    private int length;
    private long begunNanos;

    /**
     * Makes one without bytes.
     *
     * @param most the bytes that a block may have
     */
    PartialBlock(MemoryBudget.Share memory, int most) {
        this.memory = memory;
        this.most = most;
    }

    /** Returns the stream whose block is incomplete; 0 for none. */
    int stream() {
        return stream;
    }

    /** Returns whether the block ends its stream. */
    boolean last() {
        return last;
    }

    /** Returns since when a block is incomplete, by {@link System#nanoTime()}; 0 if none is. */
    long begunNanos() {
        return stream == 0 ? 0 : begunNanos;
    }

    /** Begins a block. */
    void begin(int ofStream, boolean isLast, long now) {
        stream = ofStream;
        last = isLast;
        begunNanos = now;
    }

    /** Appends a part of it. */
    void add(byte[] array, int from, int end) {
        int n = end - from;
        if (length + n > most) {
            throw ConnectionError.of(
                    ErrorCode.ENHANCE_YOUR_CALM, "header block: more than " + most + " bytes (expected: fewer)");
        }
        if (length + n > bytes.length) {
            int capacity = Math.max(2 * bytes.length, length + n);
            memory.held().add(capacity - bytes.length);
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(array, from, bytes, length, n);
        length += n;
    }

    /** Ends the block and returns it. */
    byte[] end() {
        byte[] whole = Arrays.copyOf(bytes, length);
        memory.held().add(-bytes.length);
        stream = 0;
        bytes = NONE;
        length = 0;
        return whole;
    }
}
