package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one field of a message: tag, presence, value.
 *
 * <p>Until its message ends, a field's data is kept in two places: {@code bits}, a long, for primitives and for the place of a
 * nested message, and {@code held}, an object, for everything else. They begin as 0 and null.
 */
interface FieldCodec {

    /** Returns the tag that is written, and that is expected first when reading. */
    int tag();

    /** Returns another accepted tag, of packed or unpacked numbers, or else the same. */
    default int otherTag() {
        return tag();
    }

    /** Returns whether reading calls {@link #readBits} rather than {@link #read}. */
    default boolean inBits() {
        return false;
    }

    /** Returns whether the bits are the value, so that {@link #finish} is not called. */
    default boolean primitive() {
        return false;
    }

    /** Writes the field of that object, unless it is absent. */
    int write(Object holder, MessageOutput out, int p, int depth) throws Throwable;

    /** Reads the value after its tag. An earlier occurrence in this message was read as {@code bits}. */
    default long readBits(long bits, MessageInput in, int end) throws Throwable {
        throw new IllegalStateException("not in bits");
    }

    /** Reads the value after its tag. An earlier occurrence in this message was read as {@code held}. */
    default @Nullable Object read(int tag, @Nullable Object held, MessageInput in, int end, int depth)
            throws Throwable {
        throw new IllegalStateException("in bits");
    }

    /**
     * Builds the field's value from the data read. Its message, of that depth, lies at {@code start..end} and has
     * been read.
     */
    default @Nullable Object finish(long bits, @Nullable Object held, MessageInput in, int start, int end, int depth)
            throws Throwable {
        return held;
    }
}
