package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.benchmarks.jmh.byhand.EchoCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.ExistCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.OrderCodec;
import dev.tenstep.rpc.benchmarks.jmh.byhand.PageCodec;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of the serializer {@code protobuf}, by code that is written by hand for each message. */
final class ByHandFormat implements Format {
    private final Codec codec;
    private final MessageOutput out = new MessageOutput(512);
    private final MessageInput in = new MessageInput();

    ByHandFormat(Payload payload) {
        codec = switch (payload) {
            case EXIST -> new ExistCodec();
            case ECHO -> new EchoCodec();
            case PAGE -> new PageCodec();
            case ORDER -> new OrderCodec();
        };
    }

    @Override
    public MessageOutput write(Object prepared) throws IOException {
        out.position(0);
        codec.encode(prepared, out);
        return out;
    }

    @Override
    public byte[] written() {
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public @Nullable Object read(byte[] message) throws IOException {
        in.reset(message, 0, message.length);
        return codec.decode(in);
    }
}
