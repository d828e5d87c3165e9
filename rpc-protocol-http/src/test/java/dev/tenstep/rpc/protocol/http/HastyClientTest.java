package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a client of HTTP/1.1 that closes its connection as soon as it has an answer. */
@Timeout(60)
final class HastyClientTest {
    /** Calls enough that some of their connections end between the answer and the server's next step. */
    private static final int CALLS = 300;

    private final List<RpcException> cancelled = new CopyOnWriteArrayList<>();

    @RpcService("Words")
    interface Words {
        Stream<String> words(String all);
    }

    private Stream<String> split(String all) {
        Objects.requireNonNull(CallContext.current()).cancellation().onCancel(cancelled::add);
        return Stream.of(all.split(" ", -1));
    }

    private static void ask(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("0\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).as(answer.toString()).isNotEqualTo(-1);
                answer.append((char) next);
            }
            assertThat(answer.toString()).contains("grpc-status: 0");
        }
    }

    @Test
    void callThatWasAnsweredIsNotCancelled() throws Exception {
        byte[] body = RawFrames.message(Messages.parameters(Words.class, "words", "a b c"));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                ("POST /Words/Words HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/grpc-web+tiny\r\n"
                                + "content-length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Words.class, this::split)
                .start()) {
            int port = Integer.parseInt(server.address().replaceFirst(".*:", ""));
            for (int i = 0; i < CALLS; i++) {
                ask(port, request.toByteArray());
            }
        }
        assertThat(cancelled).isEmpty();
    }
}
