package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one value behind its tag: an element of a list, a key, what a field holds. Implementations are records
 * where they hold something: HotSpot takes the fields of records that it reaches from a constant for constants, so that a
 * whole tree of codecs is compiled to straight code.
 */
interface ValueCodec {

    /** The wire type of the tag: {@link WireInput#VARINT} and so on. */
    int wireType();

    /** Writes the value; where its length varies, the length first, and the margin is free behind it. */
    int write(Object value, MessageOutput out, int p, int depth) throws Throwable;

    /** Reads a value; null if what is there stands for null: an enum's 0, a one-of without a case. */
    @Nullable
    Object read(MessageInput in, int end, int depth) throws Throwable;

    /** Returns the value of a key or value that its map entry leaves out, following protobuf's rules. */
    @Nullable
    Object absent() throws Throwable;
}
