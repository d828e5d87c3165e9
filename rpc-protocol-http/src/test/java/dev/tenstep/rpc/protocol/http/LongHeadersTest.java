package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the form of the answer to a header list that is too long, which gRPC's clients have to understand. */
@Timeout(60)
final class LongHeadersTest {
    /** The service. */
    @RpcService("Echo")
    interface Echo {
        int echo(int number);
    }

    @Test
    void statusIsInTheFrameThatEndsTheStream() throws Exception {
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer(new TinySerializer())
                        .service(Echo.class, number -> number)
                        .start();
                RawPeer client = RawPeer.greeted(server.address())) {
            byte[] block = RawFrames.grpc("Echo/Echo", "application/grpc+tiny", "long", "x".repeat(20_000));
            client.send(new RawFrames()
                    .frame(RawFrames.HEADERS, RawFrames.END_STREAM, 1, Arrays.copyOf(block, 10_000))
                    .frame(
                            RawFrames.CONTINUATION,
                            RawFrames.END_HEADERS,
                            1,
                            Arrays.copyOfRange(block, 10_000, block.length)));
            Frame frame = client.next();
            while (frame.stream() != 1) {
                frame = client.next();
            }
            assertThat(frame.type()).isEqualTo(RawFrames.HEADERS);
            assertThat(frame.last()).isTrue();
        }
    }
}
