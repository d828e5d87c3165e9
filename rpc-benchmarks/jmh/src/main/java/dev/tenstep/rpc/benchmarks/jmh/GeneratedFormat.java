package dev.tenstep.rpc.benchmarks.jmh;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.tenstep.rpc.benchmarks.messages.proto.EchoRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.ExistRequest;
import dev.tenstep.rpc.benchmarks.messages.proto.OrderMessage;
import dev.tenstep.rpc.benchmarks.messages.proto.PageReply;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * protobuf-java's generated classes.
 *
 * <p>A generated message remembers its size, and that of each message in it. Since each sample is written again and
 * again, all but the first time find the sizes there, which flatters writing: for a message that is built for one call,
 * the lengths of all strings are counted first. Strings are encoded each time.
 */
final class GeneratedFormat implements Format {
    private final Parser<? extends MessageLite> parser;
    private final Format converter;
    private byte[] buffer = new byte[512];
    private int length;

    GeneratedFormat(Payload payload) {
        parser = switch (payload) {
            case EXIST -> ExistRequest.parser();
            case ECHO -> EchoRequest.parser();
            case PAGE -> PageReply.parser();
            case ORDER -> OrderMessage.parser();
        };
        converter = new ByHandFormat(payload);
    }

    @Override
    public Object prepare(Object payload) throws IOException {
        converter.write(payload);
        return parser.parseFrom(converter.written());
    }

    @Override
    public byte[] write(Object prepared) throws IOException {
        MessageLite message = (MessageLite) prepared;
        length = message.getSerializedSize();
        if (length > buffer.length) {
            buffer = new byte[length];
        }
        message.writeTo(CodedOutputStream.newInstance(buffer, 0, length));
        return buffer;
    }

    @Override
    public byte[] written() {
        return Arrays.copyOf(buffer, length);
    }

    @Override
    public Object read(byte[] message) throws IOException {
        return parser.parseFrom(message);
    }

    @Override
    public @Nullable Object payload(@Nullable Object read) throws IOException {
        return converter.read(((MessageLite) Objects.requireNonNull(read)).toByteArray());
    }
}
