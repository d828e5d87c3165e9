package dev.tenstep.rpc.serialization.json;

import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A sole parameter that is the request itself: its value as it is. */
record RequestCodec(ResultCodec value) implements Codec {

    @Override
    public void encode(@Nullable Object parameters, MessageOutput out) throws IOException {
        value.encode(parameters == null ? null : ((Object[]) parameters)[0], out);
    }

    @Override
    public Object decode(MessageInput in) throws IOException {
        return new @Nullable Object[] {value.decode(in)};
    }
}
