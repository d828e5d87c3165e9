package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;

/** A string. */
record StringCodec() implements ValueCodec {

    @Override
    public int wireType() {
        return WireInput.LENGTH_DELIMITED;
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        return Utf8.write((String) value, out, p);
    }

    @Override
    public Object read(byte[] a, int start, int end, int depth) throws Throwable {
        return Utf8.read(a, start, end);
    }

    @Override
    public Object absent() {
        return "";
    }
}
