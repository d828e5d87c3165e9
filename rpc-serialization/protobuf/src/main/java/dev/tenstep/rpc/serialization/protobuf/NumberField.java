package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;

/**
 * A field of a primitive type; absent if it is 0 or false.
 *
 * @param getter {@code (Object)long}
 */
record NumberField(int tag, MethodHandle getter, NumberCodec codec) implements FieldCodec {

    @Override
    public boolean inBits() {
        return true;
    }

    @Override
    public boolean primitive() {
        return true;
    }

    @Override
    public int write(Object holder, MessageOutput out, int p, int depth) throws Throwable {
        long bits = (long) getter.invokeExact(holder);
        if (bits == 0) {
            return p;
        }
        byte[] a = out.array();
        return codec.write(bits, a, WireOutput.tag(a, p, tag));
    }

    @Override
    public long readBits(long bits, MessageInput in, int end) throws Throwable {
        return codec.read(in, end);
    }
}
