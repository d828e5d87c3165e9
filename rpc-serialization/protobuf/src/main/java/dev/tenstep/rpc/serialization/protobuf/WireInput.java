package dev.tenstep.rpc.serialization.protobuf;

/**
 * Reads the elements of protobuf's encoding (protobuf.dev/programming-guides/encoding) from an array, and nothing
 * from {@code end} on, where the message or the current part of it ends.
 *
 * <p>Since a Java method cannot return a value and the next position, reading takes two steps: {@link #stop} or {@link
 * #span} finds where a value lies, and checks that it is there; the methods without {@code end} read it.
 */
final class WireInput {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int GROUP_START = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    /** The result of {@link #tag} at the end of the message. No tag has this value: its wire type would be 7. */
    static final int END = -1;

    /** The maximum nesting of messages, not counting the outermost. It is the limit of protobuf's own parsers. */
    static final int MAX_DEPTH = 100;

    private WireInput() {}

    /**
     * Returns the tag at a position, or {@link #END} if nothing is left. A tag of a single byte is checked only if it
     * is skipped.
     */
    static int tag(byte[] a, int p, int end) throws MalformedMessageException {
        if (p >= end) {
            return END;
        }
        byte first = a[p];
        return first > 0 ? first : rareTag(a, p, end);
    }

    /** Returns whether a tag, written in the usual bytes, is at a position; false for one of three bytes or more. */
    static boolean isAt(byte[] a, int p, int end, int tag) {
        if (tag >>> 7 == 0) {
            return p < end && a[p] == tag;
        }
        return tag >>> 14 == 0 && end - p > 1 && a[p] == (byte) (tag | 0x80) && a[p + 1] == tag >>> 7;
    }

    private static int rareTag(byte[] a, int p, int end) throws MalformedMessageException {
        long tag = varint(a, p, stop(a, p, end));
        if (tag >>> 32 != 0 || tag >>> 3 == 0 || (tag & 7) > FIXED32) {
            throw noTag(p, tag);
        }
        return (int) tag;
    }

    private static MalformedMessageException noTag(int at, long tag) {
        return new MalformedMessageException("byte " + at + ": tag " + Long.toUnsignedString(tag)
                + " (expected: a field number of 1..536870911 and a wire type of 0..5)");
    }

    /** Returns the position after a number of variable length that is known to be there, such as a tag. */
    static int after(byte[] a, int p) {
        return a[p] >= 0 ? p + 1 : longAfter(a, p + 1);
    }

    private static int longAfter(byte[] a, int p) {
        int q = p;
        while (a[q] < 0) {
            q++;
        }
        return q + 1;
    }

    /** Returns the position after the number of variable length at {@code p}. */
    static int stop(byte[] a, int p, int end) throws MalformedMessageException {
        return p < end && a[p] >= 0 ? p + 1 : longStop(a, p, end);
    }

    private static int longStop(byte[] a, int start, int end) throws MalformedMessageException {
        int most = Math.min(end, start + 10);
        for (int p = start; p < most; p++) {
            if (a[p] >= 0) {
                return p + 1;
            }
        }
        throw start + 10 > end
                ? truncated(start, "a number", 1, 0)
                : new MalformedMessageException("byte " + start + ": a number of more than 10 bytes (expected: 1..10)");
    }

    /** Reads a number of variable length, which ends at {@code stop}. */
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

    /** Reads a number of variable length whose lowest bit is its sign. */
    static long zigzag(byte[] a, int p, int stop) {
        long wire = varint(a, p, stop);
        return wire >>> 1 ^ -(wire & 1);
    }

    static int fixed32(byte[] a, int p) {
        return (int) WireOutput.INT.get(a, p);
    }

    static long fixed64(byte[] a, int p) {
        return (long) WireOutput.LONG.get(a, p);
    }

    /** Returns the position after a number of that many bytes. */
    static int fixedStop(int p, int end, int bytes) throws MalformedMessageException {
        if (end - p < bytes) {
            throw truncated(p, "a fixed-width number", bytes, end - p);
        }
        return p + bytes;
    }

    /**
     * Counts the packed numbers between two positions. The width is that of each number, or 0 for variable length.
     */
    static int countPacked(byte[] a, int start, int end, int width) throws MalformedMessageException {
        int length = end - start;
        if (width == 0) {
            int n = 0;
            for (int p = start; p < end; p++) {
                n += (a[p] >> 7) + 1;
            }
            return n;
        }
        if (length % width != 0) {
            throw new MalformedMessageException("byte " + start + ": packed numbers of " + length
                    + " bytes (expected: a multiple of " + width + ")");
        }
        return length / width;
    }

    /** Finds the value at {@code p}, after its tag: a span, with its start in the high half and its end in the low half. */
    static long span(byte[] a, int p, int end, int tag) throws MalformedMessageException {
        return switch (tag & 7) {
            case LENGTH_DELIMITED -> lengthDelimited(a, p, end);
            case FIXED64 -> span(p, fixedStop(p, end, 8));
            case FIXED32 -> span(p, fixedStop(p, end, 4));
            default -> span(p, stop(a, p, end));
        };
    }

    private static long lengthDelimited(byte[] a, int p, int end) throws MalformedMessageException {
        if (p < end) {
            int length = a[p];
            if (length >= 0 && length < end - p) {
                return span(p + 1, p + 1 + length);
            }
        }
        return longSpan(a, p, end);
    }

    private static long longSpan(byte[] a, int p, int end) throws MalformedMessageException {
        int start = stop(a, p, end);
        long length = varint(a, p, start);
        if (length < 0 || length > end - start) {
            throw truncated(p, "something", length, end - start);
        }
        return span(start, start + (int) length);
    }

    static long span(int start, int end) {
        return (long) start << 32 | end;
    }

    static int start(long span) {
        return (int) (span >>> 32);
    }

    static int end(long span) {
        return (int) span;
    }

    private static MalformedMessageException truncated(int at, String what, long bytes, int left) {
        return new MalformedMessageException("byte " + at + ": " + what + " of " + Long.toUnsignedString(bytes)
                + " bytes, but its message ends after " + left);
    }

    /**
     * Returns the position after the value of an unknown field. Tags of one byte come here unchecked, and nowhere
     * else.
     *
     * @param p the position after the tag
     */
    static int skip(byte[] a, int p, int end, int tag, int depth) throws MalformedMessageException {
        if (tag >>> 3 == 0 || (tag & 7) > FIXED32) {
            throw noTag(p - 1, tag);
        }
        return switch (tag & 7) {
            case GROUP_START -> skipGroup(a, p, end, tag >>> 3, depth + 1);
            case GROUP_END ->
                throw new MalformedMessageException(
                        "byte " + p + ": the end of group " + (tag >>> 3) + " (expected: its start before)");
            default -> end(span(a, p, end, tag));
        };
    }

    private static int skipGroup(byte[] a, int start, int end, int number, int depth) throws MalformedMessageException {
        checkDepth(start, depth);
        int p = start;
        while (true) {
            int tag = tag(a, p, end);
            if (tag == END) {
                throw new MalformedMessageException(
                        "byte " + end + ": the message ends inside group " + number + " (expected: the group's end)");
            }
            p = after(a, p);
            if (tag == (number << 3 | GROUP_END)) {
                return p;
            }
            p = skip(a, p, end, tag, depth);
        }
    }

    /** Refuses a message or group that is nested too deep. */
    static void checkDepth(int p, int depth) throws MalformedMessageException {
        if (depth > MAX_DEPTH) {
            throw new MalformedMessageException(
                    "byte " + p + ": messages nested " + depth + " deep (expected: 0.." + MAX_DEPTH + ")");
        }
    }
}
