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
        byte[] a = in.array();
        int end = in.end();
        int p = in.position();
        for (int tag = WireInput.tag(a, p, end); tag != WireInput.END; tag = WireInput.tag(a, p, end)) {
            p = WireInput.skip(a, WireInput.after(a, p), end, tag, 0);
        }
        in.position(end);
        return null;
    }
}
