package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds one value of a type other than a message, or null: a string, bytes, an enum, a boxed number, or
 * one of them in an Optional. If it comes twice, the last one wins.
 *
 * @param optional what holds it; null if nothing does
 */
record ValueField(int tag, ValueCodec codec, OptionalModel.@Nullable Form optional) implements FieldCodec {

    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable {
        return write(optional == null || value == null ? value : optional.take(value), codec, tag, out, p, depth);
    }

    /** Writes a tag and a value, unless it is null. */
    static int write(@Nullable Object value, ValueCodec codec, int tag, MessageOutput out, int p, int depth)
            throws Throwable {
        return value == null ? p : codec.write(value, out, WireOutput.tag(out.array(), p, tag), depth);
    }

    @Override
    public @Nullable Object read(int t, @Nullable Object held, byte[] a, long span, int end, int depth)
            throws Throwable {
        return codec.read(a, WireInput.start(span), WireInput.end(span), depth);
    }

    @Override
    public @Nullable Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return optional == null ? held : optional.make(held);
    }
}
