package dev.tenstep.rpc.serialization.protobuf;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** A field of a primitive type; absent if it is 0 or false. */
record NumberField(int tag, NumberCodec codec) implements FieldCodec {

    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws UnwritableValueException {
        return write(codec.primitive().bits(requireNonNull(value)), codec, tag, out, p);
    }

    /** Writes a tag and a number, unless it is 0. */
    static int write(long bits, NumberCodec codec, int tag, MessageOutput out, int p) {
        if (bits == 0) {
            return p;
        }
        byte[] a = out.array();
        return codec.write(bits, a, WireOutput.tag(a, p, tag));
    }

    @Override
    public Object read(int t, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        return codec.primitive().boxed(codec.read(a, WireInput.start(span), WireInput.end(span)));
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return held == null ? codec.primitive().boxed(0) : held;
    }
}
