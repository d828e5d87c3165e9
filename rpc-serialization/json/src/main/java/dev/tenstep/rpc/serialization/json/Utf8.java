package dev.tenstep.rpc.serialization.json;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds what is not UTF-8 (RFC 3629): Jackson's parser lets overlong forms and encoded surrogates pass. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Checks the bytes from a first index to before a last one.
     *
     * @throws IOException if they are not UTF-8; the text says where
     */
    static void check(byte[] array, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            if (to - i >= Long.BYTES && ((long) LONGS.get(array, i) & NOT_ASCII) == 0) {
                i += Long.BYTES;
            } else if (array[i] >= 0) {
                i++;
            } else {
                i += length(array, i, to, from);
            }
        }
    }

    /** The length of the sequence of two bytes or more that begins there. */
    private static int length(byte[] array, int i, int to, int from) throws IOException {
        int first = array[i] & 0xff;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        boolean good = length != 0 && to - i >= length && inRange(first, array[i + 1] & 0xff);
        for (int j = 2; good && j < length; j++) {
            good = (array[i + j] & 0xc0) == 0x80;
        }
        if (!good) {
            throw new IOException(
                    "byte 0x" + Integer.toHexString(first) + " at " + (i - from) + " of the message (expected: UTF-8)");
        }
        return length;
    }

    /** Whether a second byte makes neither an overlong form, nor a surrogate, nor a code point over 10FFFF. */
    private static boolean inRange(int first, int second) {
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }
}
