package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** Writes and reads the body of one kind of message: its fields, without a length in front. */
interface MessageCodec {

    /**
     * Writes the fields from position {@code p} on and returns the position after them. May use up the margin of
     * {@link WireOutput#MARGIN} bytes.
     *
     * @param value null only for a wrapper, whose one field is then absent
     * @param depth how many messages this one lies in
     */
    int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable;

    /**
     * Reads the fields between two positions.
     *
     * @return null only for a one-of without a case
     */
    @Nullable
    Object read(byte[] a, int start, int end, int depth) throws Throwable;
}
