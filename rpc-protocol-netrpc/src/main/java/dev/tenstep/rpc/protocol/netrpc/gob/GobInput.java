package dev.tenstep.rpc.protocol.netrpc.gob;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gob's numbers and texts, read from a part of an array. No length, count or depth is trusted: each is compared with the
 * bytes left before anything is allocated for it. Used by one thread; the array is only read.
 */
final class GobInput {
    /** The maximum nesting of structs, slices, arrays and maps. */
    static final int DEEPEST = 256;

    private static final int SINGLE_BYTE = 128;
    private static final int BYTE_VALUES = 256;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] array;
    private final int start;
    private final int end;
    private int position;
    private int limit;
    private int depth;

    /** Makes an input over the bytes between two indices of the array. */
    GobInput(byte[] array, int from, int to) {
        this.array = array;
        start = from;
        position = from;
        end = to;
        limit = to;
    }

    /** The index in the array of the next byte. */
    int position() {
        return position;
    }

    /** Skips this many bytes, of which the caller knows that they are there. */
    void advance(int bytes) {
        position += bytes;
    }

    /** Returns whether these bytes are next. */
    boolean startsWith(byte[] bytes) {
        return bytes.length <= remaining()
                && Arrays.equals(array, position, position + bytes.length, bytes, 0, bytes.length);
    }

    /** Reads the beginning of a value's message; false, somewhere in it, if it is no value of that type. */
    boolean beginsValue(int id, boolean struct) throws MalformedGobException {
        if (atEnd()) {
            return false;
        }
        beginMessage(end - start);
        if (typeId() != id) {
            return false;
        }
        if (!struct) {
            zero();
        }
        return true;
    }

    /** Goes back to an earlier index of the array, outside of messages. */
    void restart(int earlier) {
        position = earlier;
        limit = end;
    }

    /** Copies the bytes between two indices of the array. */
    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(array, from, to);
    }

    int remaining() {
        return limit - position;
    }

    /** Returns whether the whole input is read, and not just a message in it. */
    boolean atEnd() {
        return position == end;
    }

    /** Builds the exception for the bytes just read. */
    MalformedGobException malformed(String what) {
        return new MalformedGobException("gob: " + what + ", at byte " + (position - start) + " of " + (end - start));
    }

    /**
     * Reads the length of a message and bounds all reading to it, until {@link #endMessage}.
     *
     * @param most the maximum length in bytes
     */
    void beginMessage(int most) throws MalformedGobException {
        long length = uint();
        int bound = Math.min(most, remaining());
        if (length == 0 || Long.compareUnsigned(length, bound) > 0) {
            throw malformed("message length: " + Long.toUnsignedString(length) + " (expected: 1.." + bound + ", "
                    + (bound == most ? "the limit" : "the bytes left") + ")");
        }
        limit = position + (int) length;
    }

    /** Ends a message, which must have been read completely. */
    void endMessage() throws MalformedGobException {
        if (position != limit) {
            throw malformed((limit - position) + " bytes follow the value in its message (expected: none)");
        }
        limit = end;
    }

    /** Goes on behind a definition amid a value: in the next message, or in this one, where a length comes first. */
    void nextPart() throws MalformedGobException {
        if (remaining() > 0) {
            uint();
        } else {
            limit = end;
            beginMessage(end - start);
        }
    }

    private int octet() throws MalformedGobException {
        if (position >= limit) {
            throw malformed("the message ends early (expected: 1 byte or more)");
        }
        return array[position++] & 0xff;
    }

    /** Reads an unsigned number of up to 64 bits. */
    long uint() throws MalformedGobException {
        int first = octet();
        return first < SINGLE_BYTE ? first : longUint(BYTE_VALUES - first);
    }

    private long longUint(int bytes) throws MalformedGobException {
        if (bytes > Long.BYTES) {
            throw malformed("a number of " + bytes + " bytes (expected: 1..8)");
        }
        if (bytes > remaining()) {
            throw malformed("a number of " + bytes + " bytes (expected: at most " + remaining() + ", the bytes left)");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << Byte.SIZE) | (array[position++] & 0xff);
        }
        return value;
    }

    /** Reads a signed number of up to 64 bits. */
    long integer() throws MalformedGobException {
        long bits = uint();
        return (bits >>> 1) ^ -(bits & 1);
    }

    double floating() throws MalformedGobException {
        return Double.longBitsToDouble(Long.reverseBytes(uint()));
    }

    boolean bool() throws MalformedGobException {
        long value = uint();
        if ((value & ~1L) != 0) {
            throw malformed("bool: " + Long.toUnsignedString(value) + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    /** Reads a count of bytes, or of items that take at least one byte each. The rest of the message must hold them. */
    int count() throws MalformedGobException {
        return count(1);
    }

    /** Reads a count of items that take at least this many bytes each. */
    int count(int bytesEach) throws MalformedGobException {
        long count = uint();
        int most = remaining() / bytesEach;
        if (Long.compareUnsigned(count, most) > 0) {
            throw malformed("count: " + Long.toUnsignedString(count) + " (expected: 0.." + most
                    + ", what the rest of the message can hold)");
        }
        return (int) count;
    }

    byte[] bytes() throws MalformedGobException {
        byte[] value = new byte[count()];
        System.arraycopy(array, position, value, 0, value.length);
        position += value.length;
        return value;
    }

    /** Reads a string. Go would take any bytes; Java's strings hold characters, so these must be UTF-8. */
    String string() throws MalformedGobException {
        int length = count();
        String value = new String(array, position, length, StandardCharsets.UTF_8);
        if (value.indexOf(REPLACEMENT) >= 0) {
            check(length);
        }
        position += length;
        return value;
    }

    private void check(int length) throws MalformedGobException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, position, length));
        } catch (CharacterCodingException e) {
            throw malformed("a string of " + length + " bytes that are no UTF-8 (expected: UTF-8)");
        }
    }

    /** Skips a string or bytes. */
    void skipBytes() throws MalformedGobException {
        int length = count();
        position += length;
    }

    /**
     * Reads how far the next field of a struct is from the one before.
     *
     * @param before the number of the field before, -1 at first
     * @param fields the number of fields
     * @return its number; -1 at the end of the struct
     */
    int field(int before, int fields) throws MalformedGobException {
        long delta = uint();
        if (delta == 0) {
            return -1;
        }
        if (Long.compareUnsigned(delta, fields - 1L - before) > 0) {
            throw malformed("field number: " + before + " + " + Long.toUnsignedString(delta) + " (expected: at most "
                    + (fields - 1) + ", the last of the type)");
        }
        return before + (int) delta;
    }

    /** Reads the byte 0 in front of a value that is no struct. */
    void zero() throws MalformedGobException {
        long found = uint();
        if (found != 0) {
            throw malformed(Long.toUnsignedString(found) + " in front of a value (expected: 0, for it is no struct)");
        }
    }

    /** Reads the number of a type: negative in front of its definition, positive in front of a value. */
    int typeId() throws MalformedGobException {
        long id = integer();
        if (id == 0 || id != (int) id || id == Integer.MIN_VALUE) {
            throw malformed("type id: " + id + " (expected: a number of 32 bits other than 0)");
        }
        return (int) id;
    }

    /** Enters a value that holds others. */
    void enter() throws MalformedGobException {
        if (++depth > DEEPEST) {
            throw malformed("values nested more than " + DEEPEST + " deep (expected: 0.." + DEEPEST + ")");
        }
    }

    /** Leaves the value that it entered. */
    void leave() {
        depth--;
    }
}
