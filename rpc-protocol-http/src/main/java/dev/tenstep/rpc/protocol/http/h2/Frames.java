package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;

/**
 * The constants of HTTP/2's frames (RFC 9113, section 6), and their header. All integers are big-endian and unsigned.
 *
 * <pre>
 *  length u24 | type u8 | flags u8 | stream u32 | payload      length counts the payload
 * </pre>
 */
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    /** In HEADERS: a priority precedes the header block. */
    static final int PRIORITIZED = 32;

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /** The payloads, in bytes, that are copied to an array of their length. */
    private static final int SHORT = 4096;

    /** The length of a frame's header. */
    static final int HEADER = 9;
    /** The longest payload of a frame, unless a peer's settings allow more. */
    static final int MAX_PAYLOAD = 16 << 10;
    /** The longest payload of a frame that is accepted from a peer with long messages, which are read in place then. */
    static final int MAX_LONG_PAYLOAD = 128 << 10;
    /** The window that every connection and stream starts with, in bytes. */
    static final int FIRST_WINDOW = 65_535;

    private Frames() {}

    static int u24(byte[] a, int at) {
        return (a[at] & 0xff) << 16 | (a[at + 1] & 0xff) << 8 | (a[at + 2] & 0xff);
    }

    static int u16(byte[] a, int at) {
        return (a[at] & 0xff) << 8 | (a[at + 1] & 0xff);
    }

    static int i32(byte[] a, int at) {
        return u16(a, at) << 16 | u16(a, at + 2);
    }

    static long i64(byte[] a, int at) {
        return (long) i32(a, at) << 32 | (i32(a, at + 4) & 0xffffffffL);
    }

    /** Reads 31 bits, and ignores the reserved one before them. */
    static int u31(byte[] a, int at) {
        return i32(a, at) & 0x7fffffff;
    }

    static void putI32(byte[] a, int at, int value) {
        a[at] = (byte) (value >>> 24);
        a[at + 1] = (byte) (value >>> 16);
        a[at + 2] = (byte) (value >>> 8);
        a[at + 3] = (byte) value;
    }

    /** Appends a frame's header, and makes room for its payload. */
    static void begin(MessageOutput out, int length, int type, int flags, int stream) {
        try {
            out.limit(Integer.MAX_VALUE);
            byte[] a = out.reserve(HEADER + length);
            int at = out.position();
            put(a, at, length, type, flags, stream);
            out.position(at + HEADER);
        } catch (MessageTooLargeException e) {
            throw new IllegalStateException("too large without a limit", e);
        }
    }

    /** Puts a frame's header. */
    static void put(byte[] a, int at, int length, int type, int flags, int stream) {
        a[at] = (byte) (length >>> 16);
        a[at + 1] = (byte) (length >>> 8);
        a[at + 2] = (byte) length;
        a[at + 3] = (byte) type;
        a[at + 4] = (byte) flags;
        putI32(a, at + 5, stream);
    }

    /** Appends bytes of a payload for which there is room. */
    static void payload(MessageOutput out, byte[] array, int from, int length) {
        System.arraycopy(array, from, out.array(), out.position(), length);
        out.position(out.position() + length);
    }

    /** Copies a payload that must wait: what waits counts by its length, so it must not hold much more. */
    static MessageOutput copy(OutputPool pool, byte[] array, int from, int length) {
        MessageOutput copy = length < SHORT ? new MessageOutput(length) : pool.take();
        try {
            copy.limit(Integer.MAX_VALUE);
            copy.reserve(length);
        } catch (MessageTooLargeException e) {
            throw new IllegalStateException("too large without a limit", e);
        }
        payload(copy, array, from, length);
        return copy;
    }

    /** Appends four bytes of a payload for which there is room. */
    static void payload(MessageOutput out, int value) {
        putI32(out.array(), out.position(), value);
        out.position(out.position() + 4);
    }

    /** Appends a header block, in as many frames as it takes. */
    static void headers(MessageOutput out, byte[] block, int flags, int stream) {
        int at = 0;
        do {
            int n = Math.min(MAX_PAYLOAD, block.length - at);
            int last = at + n == block.length ? END_HEADERS : 0;
            begin(out, n, at == 0 ? HEADERS : CONTINUATION, at == 0 ? flags | last : last, stream);
            payload(out, block, at, n);
            at += n;
        } while (at < block.length);
    }
}
