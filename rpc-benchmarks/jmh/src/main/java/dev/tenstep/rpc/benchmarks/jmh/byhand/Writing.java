package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the elements of protobuf's encoding. All methods take the position and return the next one. All tags here
 * take one byte.
 */
final class Writing {
    /**
     * Room behind every message's start and every string's end: enough for all numbers, tags and lengths that are
     * written before room is requested again.
     */
    static final int MARGIN = 256;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A null message: field 19999 = 1, which no schema may have. */
    private static final byte[] NULL = {(byte) 0xf8, (byte) 0xe1, 0x09, 0x01};

    private Writing() {}

    /** Makes room for {@code most} bytes, of which {@code least} will be used, and the margin. */
    static byte[] room(MessageOutput out, int p, int least, int most) throws MessageTooLargeException {
        byte[] a = out.array();
        return a.length - p - MARGIN >= most ? a : grow(out, p, least, most - least + MARGIN);
    }

    private static byte[] grow(MessageOutput out, int p, int bytes, int spare) throws MessageTooLargeException {
        out.position(p);
        return out.reserve(bytes, spare);
    }

    static int varint(byte[] a, int p, long v) {
        if (v >>> 7 == 0) {
            a[p] = (byte) v;
            return p + 1;
        }
        return longVarint(a, p, v);
    }

    private static int longVarint(byte[] a, int start, long v) {
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
     * Puts the length in front of the bytes that were written after {@code guessed} free bytes at {@code p}, and moves
     * them if the length takes more or fewer.
     */
    static int prefix(MessageOutput out, int p, int guessed, int end) throws MessageTooLargeException {
        int length = end - p - guessed;
        byte[] a = room(out, end, 0, 4);
        int bytes = length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : length < 1 << 28 ? 4 : 5;
        if (bytes != guessed) {
            System.arraycopy(a, p + guessed, a, p + bytes, length);
        }
        varint(a, p, length);
        return p + bytes + length;
    }

    static int bytes(int tag, byte @Nullable [] bytes, MessageOutput out, int p) throws MessageTooLargeException {
        if (bytes == null) {
            return p;
        }
        byte[] a = room(out, p, bytes.length, bytes.length);
        a[p] = (byte) tag;
        int start = varint(a, p + 1, bytes.length);
        System.arraycopy(bytes, 0, a, start, bytes.length);
        return start + bytes.length;
    }

    /** Writes an enum's constant by its ordinal, unless it is null. */
    static int constant(int tag, @Nullable Enum<?> constant, byte[] a, int p) {
        if (constant == null) {
            return p;
        }
        a[p] = (byte) tag;
        return varint(a, p + 1, constant.ordinal() + 1);
    }

    static void writeNull(MessageOutput out) throws IOException {
        out.write(NULL);
    }

    static boolean isNull(byte[] a, int start, int end) {
        return end - start == NULL.length && Arrays.equals(a, start, end, NULL, 0, NULL.length);
    }

    static IOException nullElement(String list, int index) {
        return new IOException(list + ": element " + index + " is null (expected: no null elements)");
    }

    static IOException nullEntry(String map) {
        return new IOException(map + ": a key or a value is null (expected: no null keys and no null values)");
    }
}
