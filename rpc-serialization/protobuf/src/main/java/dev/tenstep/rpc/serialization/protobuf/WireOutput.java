package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the pieces of protobuf's encoding (protobuf.dev/programming-guides/encoding) into the array of a
 * {@link MessageOutput}. All take the position and return the next one.
 *
 * <p>Room is requested in bulk: code that writes a message, or has written something of variable length, leaves
 * {@link #MARGIN} bytes behind it. That holds all numbers and prefixes of the 16 fields that one plan writes, so that they
 * are written without another look at the array's length.
 */
final class WireOutput {
    /** Room for 16 fields, each with a tag (5 bytes) and a number (10 bytes) or the prefix of something longer. */
    static final int MARGIN = 256;

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private WireOutput() {}

    /** Makes room for that many bytes and the margin behind them. */
    static byte[] room(MessageOutput out, int p, int bytes) throws MessageTooLargeException {
        byte[] a = out.array();
        return a.length - p - MARGIN >= bytes ? a : grow(out, p, bytes, MARGIN);
    }

    /** Makes room for {@code most} bytes and the margin, of which {@code least} will be used. */
    static byte[] room(MessageOutput out, int p, int least, int most) throws MessageTooLargeException {
        byte[] a = out.array();
        return a.length - p - MARGIN >= most ? a : grow(out, p, least, most - least + MARGIN);
    }

    private static byte[] grow(MessageOutput out, int p, int bytes, int spare) throws MessageTooLargeException {
        out.position(p);
        return out.reserve(bytes, spare);
    }

    /** Writes a tag, or another number below 2^32 that is usually small and constant. */
    static int tag(byte[] a, int p, int tag) {
        if (tag >>> 7 == 0) {
            a[p] = (byte) tag;
            return p + 1;
        }
        if (tag >>> 14 == 0) {
            a[p] = (byte) (tag | 0x80);
            a[p + 1] = (byte) (tag >>> 7);
            return p + 2;
        }
        return anyVarint(a, p, tag & 0xffff_ffffL);
    }

    /** Writes a number of variable length, without sign. */
    static int varint(byte[] a, int p, long v) {
        if (v >>> 7 == 0) {
            a[p] = (byte) v;
            return p + 1;
        }
        return anyVarint(a, p, v);
    }

    /** Returns the number of bytes that {@link #varint} takes: 1..10. */
    static int sizeOfVarint(long v) {
        return (640 - 9 * Long.numberOfLeadingZeros(v)) >>> 6;
    }

    private static int anyVarint(byte[] a, int start, long v) {
        int p = start;
        long rest = v;
        while (rest >>> 7 != 0) {
            a[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        a[p++] = (byte) rest;
        return p;
    }

    /**
     * Puts the length in front of the bytes written after {@code guessed} free bytes at {@code p}. Moves them if the
     * length takes more or fewer bytes, and leaves the margin after them.
     *
     * @return the position behind it all
     */
    static int prefix(MessageOutput out, int p, int guessed, int end) throws MessageTooLargeException {
        int length = end - p - guessed;
        byte[] a = room(out, end, 0, 4);
        int bytes = sizeOfVarint(length);
        if (bytes != guessed) {
            System.arraycopy(a, p + guessed, a, p + bytes, length);
        }
        tag(a, p, length);
        return p + bytes + length;
    }

    static int fixed32(byte[] a, int p, int v) {
        INT.set(a, p, v);
        return p + 4;
    }

    static int fixed64(byte[] a, int p, long v) {
        LONG.set(a, p, v);
        return p + 8;
    }
}
