package dev.tenstep.rpc.benchmarks.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The raw floors send as many bytes as these messages have. */
final class MessageSizesTest {
    @Test
    void floorSendsAsManyBytesAsExist() {
        assertThat(Operation.EXIST.requestBytes()).isEqualTo(meanSize(MessageSamples::existRequest));
        assertThat(Operation.EXIST.replyBytes())
                .isEqualTo(MessageSamples.exist(MessageSamples.existRequest(0)).getSerializedSize());
    }

    @Test
    void floorSendsAsManyBytesAsEcho() {
        assertThat(Operation.ECHO.requestBytes()).isEqualTo(meanSize(MessageSamples::user));
        assertThat(Operation.ECHO.replyBytes()).isEqualTo(meanSize(MessageSamples::user));
    }

    @Test
    void floorSendsAsManyBytesAsPage() {
        assertThat(Operation.PAGE.requestBytes()).isEqualTo(meanSize(MessageSamples::pageRequest));
        assertThat(Operation.PAGE.replyBytes())
                .isEqualTo(meanSize(number -> MessageSamples.page(MessageSamples.pageRequest(number))));
    }

    @Test
    void h2loadSendsAnEcho() throws IOException {
        byte[] message = MessageSamples.echoRequest(0).toByteArray();
        ByteBuffer framed = ByteBuffer.allocate(5 + message.length);
        framed.put((byte) 0).putInt(message.length).put(message);
        try (InputStream sent = Operation.class.getResourceAsStream("/dev/tenstep/rpc/benchmarks/echo.bin")) {
            assertThat(sent).hasBinaryContent(framed.array());
        }
    }

    private static int meanSize(IntFunction<MessageLite> message) {
        return (int) Math.round(IntStream.range(0, 64)
                .map(number -> message.apply(number).getSerializedSize())
                .average()
                .orElseThrow());
    }
}
