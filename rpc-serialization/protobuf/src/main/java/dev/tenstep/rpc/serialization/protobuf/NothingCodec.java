package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The codec of {@code void}, which crosses as google.protobuf.Empty: no bytes at all. Unknown fields are skipped, as
 * in any message.
 */
record NothingCodec() implements Codec {

    @Override
    public void encode(@Nullable Object value, MessageOutput out) {}

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        for (int tag = WireInput.tag(in, in.end()); tag != WireInput.END; tag = WireInput.tag(in, in.end())) {
            WireInput.skip(in, in.end(), tag, 0);
        }
        return null;
    }
}
