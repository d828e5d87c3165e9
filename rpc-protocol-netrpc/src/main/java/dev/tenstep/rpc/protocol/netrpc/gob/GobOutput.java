package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Gob's numbers and texts, written into a lent array. Used by one thread, for one message at a time. */
final class GobOutput {
    /** The maximum length of a number: a byte that counts, and eight. */
    private static final int MOST = 9;

    private static final int SINGLE_BYTE = 128;

    private final MessageOutput out;
    private byte[] array;
    private int position;
    /** The number of the struct's field that was written last, -1 at first. */
    private int field = -1;

    private int depth;

    GobOutput(MessageOutput out) {
        this.out = out;
        array = out.array();
        position = out.position();
    }

    private void room(int bytes) throws MessageTooLargeException {
        if (array.length - position < bytes) {
            out.position(position);
            array = out.reserve(bytes);
        }
    }

    /**
     * Begins a message, whose length goes in front of it when it ends.
     *
     * @return where it begins, for {@link #endMessage}
     */
    int beginMessage() throws MessageTooLargeException {
        room(1);
        return position++;
    }

    /** Ends a message. One longer than 127 bytes moves, to make room for a longer number. */
    void endMessage(int start) throws MessageTooLargeException {
        int length = position - start - 1;
        int more = length < SINGLE_BYTE ? 0 : bytes(length);
        if (more > 0) {
            room(more);
            System.arraycopy(array, start + 1, array, start + 1 + more, length);
        }
        position = start;
        uint(length);
        position += length;
        out.position(position);
    }

    private static int bytes(long value) {
        return Long.BYTES - Long.numberOfLeadingZeros(value) / Byte.SIZE;
    }

    void uint(long value) throws MessageTooLargeException {
        room(MOST);
        if (value >= 0 && value < SINGLE_BYTE) {
            array[position++] = (byte) value;
            return;
        }
        int bytes = bytes(value);
        array[position++] = (byte) -bytes;
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            array[position++] = (byte) (value >>> shift);
        }
    }

    void integer(long value) throws MessageTooLargeException {
        uint((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    void floating(double value) throws MessageTooLargeException {
        uint(Long.reverseBytes(Double.doubleToRawLongBits(value)));
    }

    void string(String text) throws MessageTooLargeException {
        bytes(whole(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a text all of whose surrogates stand in pairs. */
    static String whole(String text) {
        int half = Texts.halfPair(text);
        if (half >= 0) {
            throw new IllegalArgumentException(Texts.foundHalf(text, half));
        }
        return text;
    }

    void bytes(byte[] value) throws MessageTooLargeException {
        uint(value.length);
        raw(value);
    }

    /** Appends bytes as they are. */
    void raw(byte[] value) throws MessageTooLargeException {
        room(value.length);
        System.arraycopy(value, 0, array, position, value.length);
        position += value.length;
    }

    /** Begins a struct; what it returns goes to {@link #endStruct}. */
    int beginStruct() {
        int outer = field;
        field = -1;
        return outer;
    }

    void endStruct(int outer) throws MessageTooLargeException {
        uint(0);
        field = outer;
    }

    /** Begins a field, whose value follows. */
    void field(int number) throws MessageTooLargeException {
        uint(number - field);
        field = number;
    }

    /** Writes a field, unless it is false. */
    void field(int number, boolean value) throws MessageTooLargeException {
        if (value) {
            field(number);
            uint(1);
        }
    }

    /** Writes a field, unless it is 0. */
    void field(int number, long value) throws MessageTooLargeException {
        if (value != 0) {
            field(number);
            integer(value);
        }
    }

    /** Writes a field, unless it is 0 of either sign. */
    void field(int number, double value) throws MessageTooLargeException {
        if (value != 0) {
            field(number);
            floating(value);
        }
    }

    /** Writes a field, unless it is null or what its receiver takes it for without it. */
    void field(int number, Plan plan, @Nullable Object value) throws Throwable {
        if (value != null && !plan.omits(value)) {
            field(number);
            plan.write(this, value);
        }
    }

    /** Enters a value that holds others. */
    void enter() {
        if (++depth > GobInput.DEEPEST) {
            throw new IllegalArgumentException(
                    "values nested more than " + GobInput.DEEPEST + " deep (expected: 0.." + GobInput.DEEPEST + ")");
        }
    }

    /** Leaves the value that it entered. */
    void leave() {
        depth--;
    }
}
