package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import dev.tenstep.rpc.serialization.MessageInput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Kryo's {@code Input} over the bytes of one message, trusting none of them. Kryo 5.6.2 would allocate before
 * checking (strings, arrays), ignore faults (malformed UTF-8, excess bits of a number) or read beyond the message;
 * this class throws a {@link KryoException} instead. Used by one thread, for one message; the array is only read.
 */
final class KryoInput extends Input {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final int start;
    private int depth;

    /** Begins a message. */
    KryoInput(MessageInput in) {
        buffer = in.array();
        capacity = buffer.length;
        position = in.position();
        start = position;
        limit = in.end();
    }

    /** Ends the message, which must have been read completely. */
    void finish(MessageInput in) {
        in.position(position);
        if (position < limit) {
            throw malformed((limit - position) + " bytes follow the message (expected: none)");
        }
    }

    int remaining() {
        return limit - position;
    }

    /** Builds the exception for the bytes just read. */
    KryoException malformed(String what) {
        return new KryoException(what + ", at byte " + (position - start) + " of " + (limit - start));
    }

    @Override
    protected int require(int required) {
        int remaining = limit - position;
        if (remaining < required) {
            throw malformed(
                    "the message ends early: " + remaining + " bytes remain (expected: " + required + " or more)");
        }
        return remaining;
    }

    @Override
    protected int optional(int optional) {
        return Math.min(limit - position, optional);
    }

    /**
     * Reads a count of items that take at least that many bytes each. The rest of the message must have room for
     * them.
     */
    int readCount(int bytesEach) {
        return checkCount(readVarInt(true), bytesEach);
    }

    private int checkCount(int count, int bytesEach) {
        int most = (limit - position) / bytesEach;
        if (count < 0 || count > most) {
            throw malformed("count: " + Integer.toUnsignedString(count) + " (expected: 0.." + most
                    + ", what the rest of the message can hold)");
        }
        return count;
    }

    /** Reads the mark in front of a value that may be null: 0 or 1. */
    boolean readPresent() {
        byte mark = readByte();
        if ((mark & ~1) != 0) {
            throw malformed("mark: " + mark + " (expected: 0 for null or 1)");
        }
        return mark == 1;
    }

    @Override
    public boolean readBoolean() {
        byte value = readByte();
        if ((value & ~1) != 0) {
            throw malformed("boolean: " + value + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    @Override
    public byte[] readBytes(int length) {
        checkCount(length, 1);
        return super.readBytes(length);
    }

    @Override
    public long readLong(int count) {
        return super.readLong(checkCount(count, 1));
    }

    @Override
    public int readVarInt(boolean optimizePositive) {
        int first = readByte();
        int value = first >= 0 ? first : readVarIntRest(first & 0x7f, 7);
        return optimizePositive ? value : value >>> 1 ^ -(value & 1);
    }

    /** Reads the remaining bytes after the first, whose bits are given. */
    private int readVarIntRest(int bits, int bitCount) {
        int value = bits;
        for (int shift = bitCount; ; shift += 7) {
            int b = readByte();
            value |= (b & 0x7f) << shift;
            if (shift + 7 >= Integer.SIZE && b >>> (Integer.SIZE - shift) != 0) {
                throw malformed("number: more than 32 bits");
            }
            if (b >= 0) {
                return value;
            }
        }
    }

    /** Reads the form that {@link KryoOutput#writeString} writes: a flag, the length plus one, the characters. */
    @Override
    public @Nullable String readString() {
        int first = readByte();
        if (first >= 0) {
            throw malformed("string: begins with " + first + " (expected: a length, flagged by the top bit)");
        }
        int length = first & 0x3f;
        if ((first & 0x40) != 0) {
            length = readVarIntRest(length, 6);
        }
        if (length == 0) {
            return null;
        }
        length = checkCount(length - 1, 1);
        return isAscii(buffer, position, length) ? readAscii(length) : readUnits(length);
    }

    private String readAscii(int length) {
        String value = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
        position += length;
        return value;
    }

    private static boolean isAscii(byte[] array, int offset, int length) {
        int end = offset + length;
        int p = offset;
        for (; p <= end - Long.BYTES; p += Long.BYTES) {
            if (((long) LONGS.get(array, p) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; p < end; p++) {
            if (array[p] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads UTF-16 units of one to three bytes each. */
    private String readUnits(int length) {
        char[] units = new char[length];
        for (int i = 0; i < length; i++) {
            int first = readByte();
            if (first >= 0) {
                units[i] = (char) first;
            } else if ((first & 0xe0) == 0xc0) {
                units[i] = atLeast(0x80, (first & 0x1f) << 6 | continuation());
            } else if ((first & 0xf0) == 0xe0) {
                units[i] = atLeast(0x800, (first & 0xf) << 12 | continuation() << 6 | continuation());
            } else {
                throw malformed("string: byte 0x" + Integer.toHexString(first & 0xff)
                        + " (expected: the first of a character, in one to three bytes)");
            }
        }
        return new String(units);
    }

    private int continuation() {
        int b = readByte();
        if ((b & 0xc0) != 0x80) {
            throw malformed("string: byte 0x" + Integer.toHexString(b & 0xff) + " (expected: 0x80..0xbf)");
        }
        return b & 0x3f;
    }

    private char atLeast(int least, int unit) {
        if (unit < least) {
            throw malformed("string: character 0x" + Integer.toHexString(unit) + " in more bytes than it needs");
        }
        return (char) unit;
    }

    /** Enters an object that may contain another of its type, directly or not. */
    void enter(int levels) {
        depth += levels;
        if (depth > Knot.DEEPEST) {
            throw malformed("objects nested more than " + Knot.DEEPEST + " deep (expected: 0.." + Knot.DEEPEST + ")");
        }
    }

    /** Leaves the object that it entered. */
    void leave(int levels) {
        depth -= levels;
    }
}
