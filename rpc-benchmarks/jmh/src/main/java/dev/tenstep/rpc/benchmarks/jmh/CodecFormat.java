package dev.tenstep.rpc.benchmarks.jmh;

import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A format by one of the framework's codecs, with an input and an output that are reused. */
abstract class CodecFormat implements Format {
    private final Codec codec;
    private final MessageOutput out = new MessageOutput(512);
    private final MessageInput in = new MessageInput();

    CodecFormat(Codec codec) {
        this.codec = codec;
    }

    @Override
    public final MessageOutput write(Object prepared) throws IOException {
        out.position(0);
        codec.encode(prepared, out);
        return out;
    }

    @Override
    public final byte[] written() {
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public final @Nullable Object read(byte[] message) throws IOException {
        in.reset(message, 0, message.length);
        return codec.decode(in);
    }
}
