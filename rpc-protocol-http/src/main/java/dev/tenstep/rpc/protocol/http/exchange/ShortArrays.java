package dev.tenstep.rpc.protocol.http.exchange;

import java.util.Arrays;

/**
 * Copies of messages that a connection keeps for a moment, in arrays that serve one short message after another: every call
 * needs two of them. Up to 512 KB are kept for later. Event loop only.
 */
final class ShortArrays {
    /** The length of the arrays that are used again. */
    private static final int LENGTH = 512;

    private static final int MOST = 1024;

    private byte[][] free = new byte[16][];
    private int count;

    /** Returns an array that begins with a copy of those bytes. */
    byte[] copy(byte[] array, int from, int end) {
        if (end - from > LENGTH) {
            return Arrays.copyOfRange(array, from, end);
        }
        byte[] copy = count > 0 ? free[--count] : new byte[LENGTH];
        System.arraycopy(array, from, copy, 0, end - from);
        return copy;
    }

    /** Takes an array back that nobody uses any longer. */
    void done(byte[] array) {
        if (array.length != LENGTH || count == MOST) {
            return;
        }
        if (count == free.length) {
            free = Arrays.copyOf(free, 2 * count);
        }
        free[count++] = array;
    }
}
