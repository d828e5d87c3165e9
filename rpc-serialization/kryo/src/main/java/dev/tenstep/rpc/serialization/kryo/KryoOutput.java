package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Output;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Kryo's {@code Output}, which writes directly into the array of a {@link MessageOutput} and grows with it. Used by
 * one thread, for one message.
 */
final class KryoOutput extends Output {
    private final MessageOutput target;
    private int depth;

    /** Begins a message at the target's position. */
    KryoOutput(MessageOutput target) {
        this.target = target;
        buffer = target.array();
        capacity = buffer.length;
        position = target.position();
    }

    /** Ends the message and moves the target's position behind it. */
    void finish() throws MessageTooLargeException {
        target.position(position);
        target.checkLimit();
    }

    /**
     * Makes room in the target.
     *
     * @throws KryoException caused by the {@link MessageTooLargeException} of a message over its limit
     */
    @Override
    protected boolean require(int required) {
        if (capacity - position >= required) {
            return false;
        }
        target.position(position);
        try {
            buffer = target.reserve(required);
        } catch (MessageTooLargeException e) {
            throw new KryoException(e);
        }
        capacity = buffer.length;
        return true;
    }

    /**
     * Writes a string in the one of Kryo's forms that begins with its length: the number of UTF-16 units plus one,
     * then one to three bytes for each. Kryo's other form marks the last byte instead, so that a reader has to search
     * for its end.
     */
    @Override
    public void writeString(@Nullable String value) {
        if (value == null) {
            writeByte(0x80);
            return;
        }
        writeVarIntFlag(true, value.length() + 1, true);
        writeUnits(value);
    }

    /**
     * Writes the units of a string: as bytes, and again if they are not all ASCII. One method, with code of more than the 325
     * bytes up to which HotSpot inlines: later versions than 17 run out of rounds of loop optimizations ({@code
     * LoopOptsCount}) where many such loops come together in one method, which took twice as long on JDK 25.
     */
    private void writeUnits(String value) {
        int length = value.length();
        require(length);
        byte[] array = buffer;
        int start = position;
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            seen |= c;
            array[start + i] = (byte) c;
        }
        if (seen <= 0x7f) {
            position = start + length;
            return;
        }
        long bytes = length;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            bytes += c <= 0x7f ? 0 : c <= 0x7ff ? 1 : 2;
        }
        require((int) Math.min(bytes, Integer.MAX_VALUE - 8));
        array = buffer;
        int p = start;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c <= 0x7f) {
                array[p++] = (byte) c;
            } else if (c <= 0x7ff) {
                array[p++] = (byte) (0xc0 | (c >> 6));
                array[p++] = (byte) (0x80 | (c & 0x3f));
            } else {
                boolean high = Character.isHighSurrogate(c);
                boolean low = Character.isLowSurrogate(c);
                boolean half = (high && (i + 1 == length || !Character.isLowSurrogate(value.charAt(i + 1))))
                        || (low && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1))));
                if (half) {
                    throw new KryoException("a string with half a surrogate pair, 0x" + Integer.toHexString(c) + " at "
                            + i + " (expected: both)");
                }
                array[p++] = (byte) (0xe0 | (c >> 12));
                array[p++] = (byte) (0x80 | (c >> 6 & 0x3f));
                array[p++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        position = p;
    }

    /** Writes a char, which is a character of its own: an unpaired surrogate is refused as in a string. */
    @Override
    public void writeChar(char value) {
        if (Character.isSurrogate(value)) {
            throw new KryoException(Texts.foundHalf(value));
        }
        super.writeChar(value);
    }

    /** Enters an object that may contain another of its type, directly or not. */
    void enter(int levels) {
        depth += levels;
        if (depth > Knot.DEEPEST) {
            throw new KryoException("objects nested more than " + Knot.DEEPEST + " deep (expected: 0.." + Knot.DEEPEST
                    + "; does one contain itself?)");
        }
    }

    /** Leaves the object that it entered. */
    void leave(int levels) {
        depth -= levels;
    }
}
