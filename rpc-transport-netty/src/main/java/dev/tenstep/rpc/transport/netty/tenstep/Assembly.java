package dev.tenstep.rpc.transport.netty.tenstep;

import java.util.Arrays;

/** A message that arrives in chunks. Its array grows as bytes come, so a length that is only claimed costs nothing. */
final class Assembly {
    private final int total;
    private byte[] message = {};
    private int length;
    private final long begunNanos = System.nanoTime();
    private long grownNanos = begunNanos;

    Assembly(int total) {
        this.total = total;
    }

    /** By how many bytes its array grows for a chunk, which is to be added next. */
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

    /** Appends a chunk; true when the message is whole. */
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

    /** The whole message, in an array of its own length. */
    byte[] exact() {
        return message.length == total ? message : Arrays.copyOf(message, total);
    }

    /** {@link System#nanoTime()} when the first chunk came. */
    long begunNanos() {
        return begunNanos;
    }

    /** {@link System#nanoTime()} when the last chunk came. */
    long grownNanos() {
        return grownNanos;
    }

    /** The bytes that it takes now. */
    int held() {
        return message.length;
    }

    int total() {
        return total;
    }
}
