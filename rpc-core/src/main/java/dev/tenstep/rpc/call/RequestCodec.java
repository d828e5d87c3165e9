package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The codec of a sole parameter that is the request itself: it is never null, on either side and with every serializer.
 */
record RequestCodec(Codec codec, FieldModel parameter) implements Codec {

    @Override
    public void encode(@Nullable Object value, MessageOutput out) throws IOException {
        if (value instanceof Object[] parameters && parameters[0] == null) {
            throw new IllegalArgumentException(nothing());
        }
        codec.encode(value, out);
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        Object value = codec.decode(in);
        if (value instanceof Object[] parameters && parameters[0] == null) {
            throw new IOException(nothing());
        }
        return value;
    }

    private String nothing() {
        return "the request '" + parameter.javaName() + "' is null (expected: a "
                + parameter.type().typeName() + ")";
    }
}
