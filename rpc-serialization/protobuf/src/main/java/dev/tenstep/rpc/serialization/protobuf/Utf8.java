package dev.tenstep.rpc.serialization.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Length-prefixed strings. Most are ASCII, so a loop over the characters first treats them as ASCII; unlike {@code
 * getBytes}, it allocates nothing.
 */
public final class Utf8 {
    /**
     * The character that Java reads for bytes that are not UTF-8. Most strings are Latin and cannot hold it, so
     * looking for it costs nothing.
     */
    private static final char REPLACEMENT = 0xfffd;

    /**
     * Controls whether the loop over a string's characters may be part of the method that writes the message. HotSpot
     * 17 makes it faster there (a user of seven strings by 20 %). Later versions run out of rounds of loop
     * optimizations when a method has many loops ({@code LoopOptsCount}), which made JDK 25 half as fast.
     */
    private static final boolean LOOP_INLINE = Runtime.version().feature() <= 17;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Writes the length in bytes and the bytes; leaves the margin behind them. */
    static int write(String s, MessageOutput out, int p) throws IOException {
        int n = s.length();
        if (n >= 128) {
            return writeLong(s, out, p);
        }
        byte[] a = WireOutput.room(out, p, n + 1, 3 * 128);
        int start = p + 1;
        if (LOOP_INLINE) {
            int seen = 0;
            for (int i = 0; i < n; i++) {
                char c = s.charAt(i);
                seen |= c;
                a[start + i] = (byte) c;
            }
            if (seen < 0x80) {
                a[p] = (byte) n;
                return start + n;
            }
        }
        int length = put(s, a, start) - start;
        return length < 128 ? WireOutput.tag(a, p, length) + length : shift(a, p, length);
    }

    /** Moves the bytes after a length of one byte, if the length takes two. */
    private static int shift(byte[] a, int p, int length) {
        System.arraycopy(a, p + 1, a, p + 2, length);
        return WireOutput.tag(a, p, length) + length;
    }

    private static int writeLong(String s, MessageOutput out, int p) throws IOException {
        int length = length(s);
        byte[] a = WireOutput.room(out, p, length);
        return put(s, a, WireOutput.tag(a, p, length));
    }

    private static int length(String s) throws IOException {
        long length = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        if (length > Integer.MAX_VALUE / 2) {
            throw new UnwritableValueException("a string of " + length + " bytes (expected: 0..1073741823)");
        }
        return (int) length;
    }

    /**
     * Writes the bytes of a string. One method, of more than the 325 bytes of code up to which HotSpot inlines: see
     * {@link #LOOP_INLINE}.
     */
    private static int put(String s, byte[] a, int start) throws IOException {
        int n = s.length();
        int seen = 0;
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            seen |= c;
            a[start + i] = (byte) c;
        }
        if (seen < 0x80) {
            return start + n;
        }
        int q = start;
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            if (c < 0x80) {
                a[q++] = (byte) c;
            } else if (c < 0x800) {
                a[q++] = (byte) (0xc0 | (c >>> 6));
                a[q++] = (byte) (0x80 | (c & 0x3f));
            } else if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                a[q++] = (byte) (0xe0 | (c >>> 12));
                a[q++] = (byte) (0x80 | ((c >>> 6) & 0x3f));
                a[q++] = (byte) (0x80 | (c & 0x3f));
            } else {
                char low = ++i < n ? s.charAt(i) : 0;
                if (c >= Character.MIN_LOW_SURROGATE || !Character.isLowSurrogate(low)) {
                    throw halfPair(c, i - 1);
                }
                int codePoint = Character.toCodePoint(c, low);
                a[q++] = (byte) (0xf0 | (codePoint >>> 18));
                a[q++] = (byte) (0x80 | ((codePoint >>> 12) & 0x3f));
                a[q++] = (byte) (0x80 | ((codePoint >>> 6) & 0x3f));
                a[q++] = (byte) (0x80 | (codePoint & 0x3f));
            }
        }
        return q;
    }

    private static UnwritableValueException halfPair(char c, int index) {
        return new UnwritableValueException("a string with half a surrogate pair, 0x" + Integer.toHexString(c)
                + " at index " + index + " (expected: pairs, as in any Unicode text)");
    }

    /** Reads the bytes between two positions. */
    static String read(byte[] a, int start, int end) throws MalformedMessageException {
        String s = new String(a, start, end - start, UTF_8);
        if (s.indexOf(REPLACEMENT) >= 0) {
            check(a, start, end);
        }
        return s;
    }

    /**
     * Checks the bytes between two positions.
     *
     * @throws MalformedMessageException if they are not UTF-8 (RFC 3629); the text says where
     */
    public static void check(byte[] a, int start, int end) throws MalformedMessageException {
        for (int i = start; i < end; ) {
            if (end - i >= Long.BYTES && ((long) LONGS.get(a, i) & NOT_ASCII) == 0) {
                i += Long.BYTES;
                continue;
            }
            int size = sizeAt(a, i, end);
            if (size == 0) {
                throw new MalformedMessageException(
                        "byte " + i + ": 0x" + Integer.toHexString(a[i] & 0xff) + " in a string (expected: UTF-8)");
            }
            i += size;
        }
    }

    /**
     * Returns the number of bytes of the character at that index, or 0 if it is not well-formed (Unicode 15, table
     * 3-7).
     */
    private static int sizeAt(byte[] a, int i, int end) {
        int first = a[i];
        if (first >= 0) {
            return 1;
        }
        int size = first < -62 ? 0 : first < -32 ? 2 : first < -16 ? 3 : first < -11 ? 4 : 0;
        if (size == 0 || end - i < size || !follows(first, a[i + 1])) {
            return 0;
        }
        for (int k = 2; k < size; k++) {
            if (a[i + k] > -65) {
                return 0;
            }
        }
        return size;
    }

    private static boolean follows(int first, int second) {
        if (second > -65) {
            return false;
        }
        return switch (first) {
            case (byte) 0xe0 -> second >= (byte) 0xa0;
            case (byte) 0xed -> second < (byte) 0xa0;
            case (byte) 0xf0 -> second >= (byte) 0x90;
            case (byte) 0xf4 -> second < (byte) 0x90;
            default -> true;
        };
    }
}
