package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one value after its tag: an element of a list, a key, the content of a field. Implementations with
 * state are records. HotSpot treats the fields of records that it reaches from a constant as constants, so a whole
 * tree of codecs is compiled to straight code.
 */
interface ValueCodec {

    /** Returns the wire type of the tag: {@link WireInput#VARINT} and so on. */
    int wireType();

    /** Writes the value, with its length in front if that varies, and leaves the margin free after it. */
    int write(Object value, MessageOutput out, int p, int depth) throws Throwable;

    /** Reads the value between two positions, its length left out. Returns null if it stands for null: an enum's 0, a one-of without a case. */
    @Nullable
    Object read(byte[] a, int start, int end, int depth) throws Throwable;

    /** Returns the value of a key or value that its map entry leaves out, following protobuf's rules. */
    @Nullable
    Object absent() throws Throwable;
}
