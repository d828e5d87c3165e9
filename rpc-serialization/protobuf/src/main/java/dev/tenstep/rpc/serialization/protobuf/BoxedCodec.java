package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;

/** A boxed primitive. */
record BoxedCodec(NumberCodec number) implements ValueCodec {

    @Override
    public int wireType() {
        return number.wireType();
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws UnwritableValueException {
        return number.write(number.primitive().bits(value), out.array(), p);
    }

    @Override
    public Object read(byte[] a, int start, int end, int depth) throws Throwable {
        return number.primitive().boxed(number.read(a, start, end));
    }

    @Override
    public Object absent() {
        return number.primitive().boxed(0);
    }
}
