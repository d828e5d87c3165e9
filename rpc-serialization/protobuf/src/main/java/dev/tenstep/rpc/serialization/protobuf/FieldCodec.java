package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one field of a message: tag, presence, value. The value of a field of a primitive type is boxed
 * here; {@link ObjectGenerator} does without.
 *
 * <p>What was read of a field is held until its message ends, as any object; null at the beginning.
 */
interface FieldCodec {

    /** Returns the tag that is written, and that is expected first when reading. */
    int tag();

    /** Returns another accepted tag, of packed or unpacked numbers, or else the same. */
    default int otherTag() {
        return tag();
    }

    /** Writes the field, unless it is absent. */
    int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable;

    /**
     * Reads one occurrence of the field.
     *
     * @param tag one of the two tags
     * @param held the result for the occurrence before it
     * @param span the value's place, as {@link WireInput#span} finds it by the tag
     * @param end the end of the message
     * @return what is held from now on
     */
    @Nullable
    Object read(int tag, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable;

    /** Builds the field's value from what is held. Its message, of that depth, lies between the two positions. */
    default @Nullable Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) throws Throwable {
        return held;
    }
}
