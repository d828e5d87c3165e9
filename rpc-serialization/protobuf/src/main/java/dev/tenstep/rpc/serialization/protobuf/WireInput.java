package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;

/**
 * Reads the elements of protobuf's encoding (protobuf.dev/programming-guides/encoding). All methods start at the
 * input's position, move it past what they read, and never pass {@code end}, where the message or the current part of
 * it ends.
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
     * Reads the next tag, or {@link #END} if nothing is left. A tag of a single byte is checked only if it is
     * skipped.
     */
    static int tag(MessageInput in, int end) throws MalformedMessageException {
        int p = in.position();
        if (p < end) {
            byte first = in.array()[p];
            if (first > 0) {
                in.position(p + 1);
                return first;
            }
        }
        return rareTag(in, end);
    }

    private static int rareTag(MessageInput in, int end) throws MalformedMessageException {
        int at = in.position();
        if (at >= end) {
            return END;
        }
        long tag = varint(in, end);
        if (tag >>> 32 != 0 || tag >>> 3 == 0 || (tag & 7) > FIXED32) {
            throw noTag(at, tag);
        }
        return (int) tag;
    }

    private static MalformedMessageException noTag(int at, long tag) {
        return new MalformedMessageException("byte " + at + ": tag " + Long.toUnsignedString(tag)
                + " (expected: a field number of 1..536870911 and a wire type of 0..5)");
    }

    /** Reads a number of variable length. */
    static long varint(MessageInput in, int end) throws MalformedMessageException {
        int p = in.position();
        if (p < end) {
            byte first = in.array()[p];
            if (first >= 0) {
                in.position(p + 1);
                return first;
            }
        }
        return longVarint(in, end);
    }

    private static long longVarint(MessageInput in, int end) throws MalformedMessageException {
        byte[] a = in.array();
        int p = in.position();
        long v = 0;
        for (int shift = 0; shift < 70 && p < end; shift += 7) {
            byte b = a[p++];
            v |= (b & 0x7fL) << shift;
            if (b >= 0) {
                in.position(p);
                return v;
            }
        }
        throw noVarint(in, end);
    }

    private static MalformedMessageException noVarint(MessageInput in, int end) {
        return in.position() + 10 > end
                ? truncated(in.position(), "a number", 1, 0)
                : new MalformedMessageException(
                        "byte " + in.position() + ": a number of more than 10 bytes (expected: 1..10)");
    }

    /**
     * Counts the packed numbers between the position and the end. The width is that of each number, or 0 for variable
     * length.
     */
    static int countPacked(MessageInput in, int end, int width) throws MalformedMessageException {
        int length = end - in.position();
        if (width == 0) {
            byte[] a = in.array();
            int n = 0;
            for (int p = in.position(); p < end; p++) {
                n += (a[p] >> 7) + 1;
            }
            return n;
        }
        if (length % width != 0) {
            throw new MalformedMessageException("byte " + in.position() + ": packed numbers of " + length
                    + " bytes (expected: a multiple of " + width + ")");
        }
        return length / width;
    }

    static int fixed32(MessageInput in, int end) throws MalformedMessageException {
        int p = need(in, end, 4);
        in.position(p + 4);
        return (int) WireOutput.INT.get(in.array(), p);
    }

    static long fixed64(MessageInput in, int end) throws MalformedMessageException {
        int p = need(in, end, 8);
        in.position(p + 8);
        return (long) WireOutput.LONG.get(in.array(), p);
    }

    private static int need(MessageInput in, int end, int bytes) throws MalformedMessageException {
        int p = in.position();
        if (end - p < bytes) {
            throw truncated(p, "a fixed-width number", bytes, end - p);
        }
        return p;
    }

    /** Skips a length-prefixed value and returns its length, so that it starts so far before the position. */
    static int pass(MessageInput in, int end) throws MalformedMessageException {
        int p = in.position();
        if (p < end) {
            int length = in.array()[p++];
            if (length >= 0 && length <= end - p) {
                in.position(p + length);
                return length;
            }
        }
        return rarePass(in, end);
    }

    private static int rarePass(MessageInput in, int end) throws MalformedMessageException {
        int at = in.position();
        long length = varint(in, end);
        int p = in.position();
        if (length < 0 || length > end - p) {
            throw truncated(at, "something", length, end - p);
        }
        in.position(p + (int) length);
        return (int) length;
    }

    private static MalformedMessageException truncated(int at, String what, long bytes, int left) {
        return new MalformedMessageException("byte " + at + ": " + what + " of " + Long.toUnsignedString(bytes)
                + " bytes, but its message ends after " + left);
    }

    /** Skips the value of an unknown field. Tags of one byte come here unchecked, and nowhere else. */
    static void skip(MessageInput in, int end, int tag, int depth) throws MalformedMessageException {
        if (tag >>> 3 == 0 || (tag & 7) > FIXED32) {
            throw noTag(in.position() - 1, tag);
        }
        switch (tag & 7) {
            case VARINT -> varint(in, end);
            case FIXED64 -> fixed64(in, end);
            case LENGTH_DELIMITED -> pass(in, end);
            case FIXED32 -> fixed32(in, end);
            case GROUP_START -> skipGroup(in, end, tag >>> 3, depth + 1);
            default ->
                throw new MalformedMessageException("byte " + in.position() + ": the end of group " + (tag >>> 3)
                        + " (expected: its start before)");
        }
    }

    private static void skipGroup(MessageInput in, int end, int number, int depth) throws MalformedMessageException {
        checkDepth(in, depth);
        for (int tag = tag(in, end); tag != (number << 3 | GROUP_END); tag = tag(in, end)) {
            if (tag == END) {
                throw new MalformedMessageException(
                        "byte " + end + ": the message ends inside group " + number + " (expected: the group's end)");
            }
            skip(in, end, tag, depth);
        }
    }

    /** Refuses a message or group that is nested too deep. */
    static void checkDepth(MessageInput in, int depth) throws MalformedMessageException {
        if (depth > MAX_DEPTH) {
            throw new MalformedMessageException(
                    "byte " + in.position() + ": messages nested " + depth + " deep (expected: 0.." + MAX_DEPTH + ")");
        }
    }
}
