package dev.tenstep.rpc.transport.netty;

import java.util.Arrays;

/** A message that arrives in chunks. Its array grows as bytes come, so a length that is only claimed costs nothing. */
final class Assembly {
    private static final int FIRST_CAPACITY = 2 * Wire.CHUNK_SIZE;

    private final int total;
    private byte[] message;
    private int length;
    private long grownNanos = System.nanoTime();

    Assembly(int total) {
        this.total = total;
        this.message = new byte[Math.min(total, FIRST_CAPACITY)];
    }

    /** Appends a chunk; true when the message is whole. */
    boolean add(byte[] array, int from, int end) {
        int n = end - from;
        if (n == 0 || n > total - length) {
            throw new ProtocolException("chunk: " + n + " bytes (expected: 1.." + (total - length) + ")");
        }
        if (message.length - length < n) {
            message = Arrays.copyOf(message, (int) Math.min(total, Math.max(message.length * 2L, (long) length + n)));
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

    /** {@link System#nanoTime()} when the last chunk came. */
    long grownNanos() {
        return grownNanos;
    }

    int total() {
        return total;
    }
}
