package dev.tenstep.rpc.benchmarks.jmh.byhand;

import java.io.IOException;
import java.util.Arrays;

/**
 * The fields of a message from a position on, in any order and with unknown ones among them: for the loops that take
 * over where a message is not written as usual. Those seldom run, so this is an object with a position.
 */
final class Fields {
    /** The result of {@link #tag} at the message's end. */
    static final int END = -1;

    private static final int MAX_DEPTH = 100;

    private final byte[] a;
    private final int end;
    private final int depth;
    private int p;

    /** Starts at a position of a message that ends at {@code end} and lies in {@code depth} others. */
    Fields(byte[] a, int p, int end, int depth) {
        this.a = a;
        this.p = p;
        this.end = end;
        this.depth = depth;
    }

    int tag() throws IOException {
        if (p == end) {
            return END;
        }
        int at = p;
        long tag = varint();
        if (tag >>> 32 != 0 || tag >>> 3 == 0 || (tag & 7) > 5) {
            throw new IOException("byte " + at + ": tag " + Long.toUnsignedString(tag)
                    + " (expected: a field number of 1..536870911 and a wire type of 0..5)");
        }
        return (int) tag;
    }

    long varint() throws IOException {
        int start = p;
        p = Reading.stop(a, start, end);
        return Reading.varint(a, start, p);
    }

    double fixed64() throws IOException {
        double number = Reading.fixed64(a, p, end);
        p += 8;
        return number;
    }

    long span() throws IOException {
        long span = Reading.span(a, p, end);
        p = Reading.end(span);
        return span;
    }

    String text() throws IOException {
        return Text.read(a, span());
    }

    byte[] bytes() throws IOException {
        long span = span();
        return Arrays.copyOfRange(a, Reading.start(span), Reading.end(span));
    }

    void skip(int tag) throws IOException {
        skip(tag, depth);
    }

    private void skip(int tag, int level) throws IOException {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> pass(8);
            case 2 -> span();
            case 3 -> skipGroup(tag >>> 3, level + 1);
            case 5 -> pass(4);
            default -> throw new IOException("byte " + p + ": a group's end (expected: its start before)");
        }
    }

    private void pass(int bytes) throws IOException {
        if (end - p < bytes) {
            throw Reading.truncated(p, "a number of " + bytes + " bytes", end);
        }
        p += bytes;
    }

    private void skipGroup(int number, int level) throws IOException {
        if (level > MAX_DEPTH) {
            throw new IOException(
                    "byte " + p + ": messages nested " + level + " deep (expected: 0.." + MAX_DEPTH + ")");
        }
        for (int tag = tag(); tag != (number << 3 | 4); tag = tag()) {
            if (tag == END) {
                throw Reading.truncated(p, "group " + number, end);
            }
            skip(tag, level);
        }
    }
}
