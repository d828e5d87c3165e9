package dev.tenstep.rpc.transport.netty.connection;

import java.util.Arrays;

/**
 * A message that arrives in chunks. Its array grows as bytes arrive, so a length that is merely announced costs
 * nothing.
 */
public final class Assembly {
    /** The most times that the array may be as long as what has arrived. */
    private static final long AHEAD = 4;

    private final int total;
    private byte[] message = {};
    private int length;
    private final long startedNanos = System.nanoTime();
    private long grownNanos = startedNanos;

    /** Makes one of that many bytes. */
    public Assembly(int total) {
        this.total = total;
    }

    /** Returns the number of bytes that the array grows by for the next chunk. */
    public int growth(int chunk) {
        if (chunk == 0 || chunk > total - length) {
            throw new ProtocolException("chunk: " + chunk + " bytes (expected: 1.." + (total - length) + ")");
        }
        return capacity(chunk) - message.length;
    }

    private int capacity(int chunk) {
        long needed = (long) length + chunk;
        return needed <= message.length ? message.length : (int) Math.min(total, AHEAD * needed);
    }

    /** Appends a chunk; returns true when the message is complete. */
    public boolean add(byte[] array, int from, int end) {
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

    /** Returns the array that the message is put together in. */
    public byte[] message() {
        return message;
    }

    /** Returns the complete message, in an array of exactly its length. */
    public byte[] exact() {
        return message.length == total ? message : Arrays.copyOf(message, total);
    }

    /** Returns the time when the first chunk arrived, by {@link System#nanoTime()}. */
    public long startedNanos() {
        return startedNanos;
    }

    /** Returns the time when the last chunk arrived, by {@link System#nanoTime()}. */
    public long grownNanos() {
        return grownNanos;
    }

    /** Returns the bytes that the array takes now. */
    public int held() {
        return message.length;
    }

    /** Returns the number of bytes that are still to come. */
    public int missing() {
        return total - length;
    }

    /** Returns the length of the complete message. */
    public int total() {
        return total;
    }
}
