package dev.tenstep.rpc.serialization.json;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Detects bytes that are not UTF-8 (RFC 3629): Jackson's parser accepts overlong forms and encoded surrogates. */
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
            if (to - i >= 4 * Long.BYTES && areAscii(array, i)) {
                i += 4 * Long.BYTES;
            } else if (to - i >= Long.BYTES && ((long) LONGS.get(array, i) & NOT_ASCII) == 0) {
                i += Long.BYTES;
            } else if (array[i] >= 0) {
                i++;
            } else {
                i += length(array, i, to, from);
            }
        }
    }

    private static boolean areAscii(byte[] array, int i) {
        long all = (long) LONGS.get(array, i)
                | (long) LONGS.get(array, i + 8)
                | (long) LONGS.get(array, i + 16)
                | (long) LONGS.get(array, i + 24);
        return (all & NOT_ASCII) == 0;
    }

    /**
     * Checks that the JSON written between those indexes has no unpaired surrogate. Jackson writes a pair as the
     * character it is, and an unpaired surrogate as an escape, which other parsers refuse or replace.
     *
     * @throws IOException if it has; the text says behind which name
     */
    static void checkPairs(byte[] array, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            if (to - i >= Long.BYTES && !hasBackslash((long) LONGS.get(array, i))) {
                i += Long.BYTES;
            } else if (array[i] != '\\') {
                i++;
            } else if (!isSurrogate(array, i, to)) {
                i += 2;
            } else if (isHigh(array[i + 3]) && isSurrogate(array, i + 6, to) && !isHigh(array[i + 9])) {
                i += 12;
            } else {
                throw new IOException("half a surrogate pair, " + new String(array, i, 6, StandardCharsets.US_ASCII)
                        + ", after " + nameBefore(array, from, i) + " (expected: both)");
            }
        }
    }

    private static boolean hasBackslash(long eight) {
        long x = eight ^ 0x5c5c5c5c5c5c5c5cL;
        return (x - 0x0101010101010101L & ~x & NOT_ASCII) != 0;
    }

    private static boolean isSurrogate(byte[] array, int i, int to) {
        return to - i >= 6
                && array[i] == '\\'
                && array[i + 1] == 'u'
                && (array[i + 2] | 0x20) == 'd'
                && (array[i + 3] == '8' || array[i + 3] == '9' || (array[i + 3] | 0x20) >= 'a');
    }

    private static boolean isHigh(byte digit) {
        return digit == '8' || digit == '9' || (digit | 0x20) <= 'b';
    }

    private static String nameBefore(byte[] array, int from, int at) {
        int end = at;
        while (end > from && !(array[end] == '"' && array[end + 1] == ':')) {
            end--;
        }
        int start = end;
        while (start > from && array[start - 1] != '"') {
            start--;
        }
        return start == end
                ? "the beginning"
                : "'" + new String(array, start, end - start, StandardCharsets.UTF_8) + "'";
    }

    /** Returns the length of the sequence of two bytes or more that begins there. */
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

    /** Returns whether the second byte avoids overlong forms, surrogates and code points above 10FFFF. */
    private static boolean inRange(int first, int second) {
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }
}
