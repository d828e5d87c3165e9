package dev.tenstep.rpc.benchmarks.jmh.byhand;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of protobuf's encoding, none of them beyond {@code end}. Since a method cannot return a value and
 * the next position, numbers are read in two steps ({@link #stop}, {@link #varint}), and what has a length is found as a
 * span: its start in the high half of a long, its end in the low half.
 */
final class Reading {
    private Reading() {}

    /** Returns the position behind the number of variable length at {@code p}. */
    static int stop(byte[] a, int p, int end) throws IOException {
        return p < end && a[p] >= 0 ? p + 1 : longStop(a, p, end);
    }

    private static int longStop(byte[] a, int start, int end) throws IOException {
        int most = Math.min(end, start + 10);
        for (int p = start; p < most; p++) {
            if (a[p] >= 0) {
                return p + 1;
            }
        }
        throw most == end
                ? truncated(start, "a number", end)
                : new IOException("byte " + start + ": a number of more than 10 bytes (expected: 1..10)");
    }

    /** Returns the number between two positions, the second one from {@link #stop}. */
    static long varint(byte[] a, int p, int stop) {
        return stop == p + 1 ? a[p] : longVarint(a, p, stop);
    }

    private static long longVarint(byte[] a, int start, int stop) {
        long v = a[stop - 1];
        for (int p = stop - 2; p >= start; p--) {
            v = v << 7 | (a[p] & 0x7f);
        }
        return v;
    }

    static int toInt(long number) throws IOException {
        if (number != (int) number) {
            throw outOfRange(number, "an int");
        }
        return (int) number;
    }

    static byte toByte(long number) throws IOException {
        if (number != (byte) number) {
            throw outOfRange(number, "a byte");
        }
        return (byte) number;
    }

    private static IOException outOfRange(long number, String type) {
        return new IOException("the number " + number + " for " + type + " (expected: one in its range)");
    }

    static double fixed64(byte[] a, int p, int end) throws IOException {
        if (end - p < 8) {
            throw truncated(p, "a number of 8 bytes", end);
        }
        return Double.longBitsToDouble((long) Writing.LONG.get(a, p));
    }

    /** Finds what lies after the length at {@code p}. */
    static long span(byte[] a, int p, int end) throws IOException {
        if (p < end) {
            int length = a[p];
            if (length >= 0 && length < end - p) {
                return (long) (p + 1) << 32 | (p + 1 + length);
            }
        }
        return longSpan(a, p, end);
    }

    private static long longSpan(byte[] a, int p, int end) throws IOException {
        int start = stop(a, p, end);
        long length = varint(a, p, start);
        if (length < 0 || length > end - start) {
            throw truncated(p, "something of " + Long.toUnsignedString(length) + " bytes", end);
        }
        return (long) start << 32 | (start + (int) length);
    }

    static int start(long span) {
        return (int) (span >>> 32);
    }

    static int end(long span) {
        return (int) span;
    }

    /** Returns the constant of a number; null for 0. */
    static <E extends Enum<E>> @Nullable E constant(long number, E[] constants) throws IOException {
        int n = (int) number;
        if (n > 0 && n <= constants.length) {
            return constants[n - 1];
        }
        if (n != 0) {
            throw new IOException("the number " + n + " for an enum (expected: 0.." + constants.length + ")");
        }
        return null;
    }

    /** Adds an entry that was read. */
    static <V> void put(Map<String, V> map, String key, V value) throws IOException {
        if (map.put(key, value) != null) {
            throw new IOException("two keys that read as " + key + " (expected: each once)");
        }
    }

    static IOException truncated(int at, String what, int end) {
        return new IOException("byte " + at + ": " + what + ", but its message ends at " + end);
    }
}
