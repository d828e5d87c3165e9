package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds one value of a type other than a message, or null: a string, bytes, an enum, a boxed number, or
 * one of them in an Optional. If it comes twice, the last one wins.
 *
 * @param getter {@code (Object)Object}
 * @param optional what holds it; null if nothing does
 */
record ValueField(int tag, MethodHandle getter, ValueCodec codec, OptionalModel.@Nullable Form optional)
        implements FieldCodec {

    @Override
    public int write(Object holder, MessageOutput out, int p, int depth) throws Throwable {
        Object value = (Object) getter.invokeExact(holder);
        if (optional != null && value != null) {
            value = optional.take(value);
        }
        if (value == null) {
            return p;
        }
        return codec.write(value, out, WireOutput.tag(out.array(), p, tag), depth);
    }

    @Override
    public @Nullable Object read(int t, @Nullable Object held, MessageInput in, int end, int depth) throws Throwable {
        return codec.read(in, end, depth);
    }

    @Override
    public @Nullable Object finish(long bits, @Nullable Object held, MessageInput in, int start, int end, int depth) {
        return optional == null ? held : optional.make(held);
    }
}
