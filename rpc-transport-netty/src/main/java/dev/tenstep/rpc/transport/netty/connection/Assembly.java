package dev.tenstep.rpc.transport.netty.tenstep;

import java.util.Arrays;

/**
 * A message that arrives in chunks. Its array grows as bytes arrive, so a length that is merely announced costs
 * nothing.
 */
final class Assembly {
    private final int total;
    private byte[] message = {};
    private int length;
    private final long startedNanos = System.nanoTime();
    private long grownNanos = startedNanos;

    Assembly(int total) {
        this.total = total;
    }

    /** Returns the number of bytes that the array grows by for the next chunk. */
    int growth(int chunk) {
        if (chunk == 0 || chunk > total - length) {
            throw new ProtocolException("chunk: " + chunk + " bytes (expected: 1.." + (total - length) + ")");
        }
        return capacity(chunk) - message.length;
    }

    private int capacity(int chunk) {
        long needed = (long) length + chunk;
        return needed <= message.length ? message.length : (int) Math.min(total, Math.max(message.length * 2L, needed));
    }

    /** Appends a chunk; returns true when the message is complete. */
    boolean add(byte[] array, int from, int end) {
        int n = end - from;
        int growth = growth(n);
        if (growth > 0) {
            message = Arrays.copyOf(message, message.length + growth);
        }
        System.arraycopy(array, from, message, length, n);
        length += n;
        grownNanos = System.nanoTime();
        return length == total;
    }

    byte[] message() {
        return message;
    }

    /** Returns the complete message, in an array of exactly its length. */
    byte[] exact() {
        return message.length == total ? message : Arrays.copyOf(message, total);
    }

    /** Returns the time when the first chunk arrived, by {@link System#nanoTime()}. */
    long startedNanos() {
        return startedNanos;
    }

    /** Returns the time when the last chunk arrived, by {@link System#nanoTime()}. */
    long grownNanos() {
        return grownNanos;
    }

    /** Returns the bytes that the array takes now. */
    int held() {
        return message.length;
    }

    int total() {
        return total;
    }
}
