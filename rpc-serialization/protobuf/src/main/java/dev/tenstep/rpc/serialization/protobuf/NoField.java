package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;

/** A filler where a template has more places than the message has fields: writes nothing, matches no tag. */
record NoField() implements FieldCodec {

    @Override
    public int tag() {
        return Integer.MIN_VALUE | 7; // of a wire type that WireInput never returns
    }

    @Override
    public int write(Object holder, MessageOutput out, int p, int depth) {
        return p;
    }
}
