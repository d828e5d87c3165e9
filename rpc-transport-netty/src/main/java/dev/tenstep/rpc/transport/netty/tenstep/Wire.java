package dev.tenstep.rpc.transport.netty.tenstep;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The constants of the native protocol, which docs/protocol.md explains. All integers are big-endian and unsigned.
 *
 * <pre>
 *  frame:    length u32 | type u8 | ...            length counts what follows it
 *  request:  length u32 | 3 | flags u8 | method u16 | call u32 | timeout u32 | [total u32] | [metadata] | message
 *  item:     length u32 | 11 | flags u8 | call u32 | [total u32] | message
 *  reply:    length u32 | 4 | flags u8 | call u32 | [total u32] | [metadata] | [times] | message
 * </pre>
 */
final class Wire {
    /** The first bytes from both peers: no other protocol of the port begins with this byte. */
    static final byte[] PREFACE = {(byte) 0xd7, 'T', 'E', 'N', 'S', 'T', 'E', 'P'};

    static final int VERSION = 1;

    static final int HELLO = 1;
    static final int DECLARE = 2;
    static final int REQUEST = 3;
    static final int REPLY = 4;
    static final int ERROR = 5;
    static final int CHUNK = 6;
    static final int CANCEL = 7;
    static final int PING = 8;
    static final int PONG = 9;
    static final int GO_AWAY = 10;
    static final int ITEM = 11;
    static final int END = 12;
    static final int CREDIT = 13;

    /** The feature of calls that carry streams, in a hello. */
    static final int STREAMS = 1;

    /** Marks a message that continues in chunks; its total length follows the header. */
    static final int FLAG_CHUNKED = 1;
    /** Marks a frame with a metadata block. */
    static final int FLAG_METADATA = 2;
    /** In a request: asks for the server's times. In a reply: they follow the metadata. */
    static final int FLAG_TIMES = 4;
    /** In an error: the call was not started. In a go-away: nor was any call that has no answer yet. */
    static final int FLAG_NOT_STARTED = 8;
    /** In an error: a declared exception's name and message end the frame. */
    static final int FLAG_DECLARED = 16;

    /** In a request: a parameter's stream follows. */
    static final int FLAG_STREAM = 32;
    /** In a request: the results are a stream. */
    static final int FLAG_RESULTS = 64;

    /** In a request, reply or item: the message is compressed. */
    static final int FLAG_COMPRESSED = 128;

    static final int REQUEST_HEADER = 16;
    static final int REPLY_HEADER = 10;

    /** The longest frame, without its length field. */
    static final int MAX_FRAME = 128 << 10;
    /** The length of a chunk of a long message; the last one is shorter. */
    static final int CHUNK_SIZE = 64 << 10;
    /** The longest message that is sent in one frame; one slightly longer than a chunk saves a tiny last chunk. */
    static final int LONGEST_WHOLE = CHUNK_SIZE + CHUNK_SIZE / 4;
    /** The most methods that a connection may declare. */
    static final int MAX_METHODS = 4096;

    /** The calls in flight that a client may rely on before it knows the server's limits. */
    static final int BASELINE_IN_FLIGHT = 64;

    static final int BASELINE_MESSAGE = CHUNK_SIZE;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Wire() {}

    static int u16(byte[] a, int at) {
        return (short) SHORT.get(a, at) & 0xffff;
    }

    static int i32(byte[] a, int at) {
        return (int) INT.get(a, at);
    }

    static long u32(byte[] a, int at) {
        return (int) INT.get(a, at) & 0xffffffffL;
    }

    static long i64(byte[] a, int at) {
        return (long) LONG.get(a, at);
    }

    static void putU16(byte[] a, int at, int value) {
        SHORT.set(a, at, (short) value);
    }

    static void putI32(byte[] a, int at, int value) {
        INT.set(a, at, value);
    }

    static void putI64(byte[] a, int at, long value) {
        LONG.set(a, at, value);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Encodes at most that many bytes, cut between two characters. */
    static byte[] utf8(String text, int max) {
        byte[] all = utf8(text);
        int length = Math.min(all.length, max);
        while (length < all.length && length > 0 && (all[length] & 0xc0) == 0x80) {
            length--;
        }
        return length == all.length ? all : Arrays.copyOf(all, length);
    }
}
