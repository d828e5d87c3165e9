package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that messages are compressed one by one, both ways, by every compressor on the class path. */
@Timeout(60)
final class GrpcCompressionTest {
    private static final int LONG = 100_000;
    private static final int PART = 16_000;

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT.withMaxHeld((long) (4 << 20)));

    private static Compressor compressor(String name) {
        return ServiceLoader.load(Compressor.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Compresses a message, and puts gRPC's prefix before it. */
    private static byte[] compressed(String name, byte[] message) throws IOException {
        MessageOutput out = new MessageOutput(256);
        compressor(name).compress(new MessageInput(message), out);
        byte[] framed = RawFrames.message(Arrays.copyOf(out.array(), out.position()));
        framed[0] = 1;
        return framed;
    }

    private static byte[] decompressed(String name, byte[] framed) throws IOException {
        assertThat(framed[0]).isEqualTo((byte) 1);
        MessageOutput out = new MessageOutput(256);
        compressor(name).decompress(new MessageInput(Arrays.copyOfRange(framed, 5, framed.length)), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] asked() {
        return Messages.parameters(Counting.class, "bytes", LONG);
    }

    private static byte[] bytes() {
        return Messages.result(Counting.class, "bytes", new byte[LONG]);
    }

    private static Outcome ask(byte[] head, byte[] body) throws Exception {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames().windowUpdate(0, 1 << 20).settings(4, 1 << 20));
        client.send(body(new RawFrames().headers(1, false, head), body, true));
        return client.response(1);
    }

    /** Appends a body in as many frames as it takes. */
    private static RawFrames body(RawFrames to, byte[] body, boolean last) {
        for (int at = 0; at < body.length; at += PART) {
            int end = Math.min(body.length, at + PART);
            to.data(1, last && end == body.length, Arrays.copyOfRange(body, at, end));
        }
        return to;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void requestIsDecompressedAndAnsweredLikewise(String name) throws Exception {
        Outcome outcome = ask(
                call("Bytes", "grpc-encoding", name, "grpc-accept-encoding", "identity," + name),
                compressed(name, asked()));
        assertThat(outcome.fields())
                .containsEntry("grpc-status", "0")
                .containsEntry("grpc-encoding", name)
                .containsEntry("grpc-accept-encoding", "identity,gzip,zstd");
        assertThat(decompressed(name, outcome.body())).isEqualTo(bytes());
    }

    @Test
    void answerIsNotCompressedForAClientThatDoesNotAcceptIt() throws Exception {
        Outcome outcome = ask(
                call("Bytes", "grpc-encoding", "gzip", "grpc-accept-encoding", "identity"),
                compressed("gzip", asked()));
        assertThat(outcome.fields()).doesNotContainKey("grpc-encoding");
        assertThat(outcome.body()).isEqualTo(RawFrames.message(bytes()));
    }

    @Test
    void requestMayNameAnEncodingAndNotUseIt() throws Exception {
        Outcome outcome = ask(call("Bytes", "grpc-encoding", "zstd"), RawFrames.message(asked()));
        assertThat(outcome.fields()).containsEntry("grpc-status", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void eachElementOfAStreamMayBeCompressedOrNot(String name) throws Exception {
        RawFrames upload = new RawFrames().headers(1, false, call("Total", "grpc-encoding", name));
        for (int i = 1; i <= 10; i++) {
            byte[] element = Messages.element(Counting.class, "total", i);
            upload.data(1, i == 10, i % 2 == 0 ? compressed(name, element) : RawFrames.message(element));
        }
        SERVER.attacker().send(upload);
        Outcome outcome = SERVER.attacker().response(1);
        assertThat(outcome.fields()).containsEntry("grpc-status", "0");
        assertThat(outcome.body()).isEqualTo(RawFrames.message(Messages.result(Counting.class, "total", 55)));
    }

    private static RpcClient client(String address) {
        return RpcClient.builder()
                .to(address)
                .protocol("grpc")
                .serializer(new TinySerializer())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void ownClientAndServerCompressBothWays(String name) {
        try (RpcClient client = client(SERVER.address())) {
            Counting counting = client.stub(Counting.class, CallOptions.DEFAULT.withCompression(name));
            assertThat(counting.bytes(LONG)).isEqualTo(new byte[LONG]);
            assertThat(counting.total(IntStream.range(0, 1000).boxed())).isEqualTo(499_500);
            try (Stream<Integer> numbers = counting.count(1000)) {
                assertThat(numbers).hasSize(1000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void clientCompressesItsRequestAndReadsACompressedResponse(String name) throws Exception {
        CompletableFuture<byte[]> request = new CompletableFuture<>();
        byte[] head = Head.response(200, Fields.of("content-type", Attacked.TINY, "grpc-encoding", name))
                .hpack();
        try (RawServer server = new RawServer();
                RpcClient client = client(server.address())) {
            server.serve(socket -> {
                try (RawPeer peer = RawPeer.accepted(socket)) {
                    peer.send(new RawFrames().settings());
                    Frame message = peer.next(RawFrames.DATA);
                    request.complete(message.payload());
                    peer.send(new RawFrames()
                            .headers(1, false, head)
                            .data(1, false, compressed(name, Messages.result(Counting.class, "bytes", new byte[LONG])))
                            .headers(1, true, RawFrames.block("grpc-status", "0")));
                    peer.untilClosed();
                }
            });
            assertThat(client.stub(Counting.class, CallOptions.DEFAULT.withCompression(name))
                            .bytes(LONG))
                    .isEqualTo(new byte[LONG]);
            assertThat(decompressed(name, request.get(20, TimeUnit.SECONDS))).isEqualTo(asked());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void bombIsRefused(String name) throws Exception {
        byte[] bomb = compressed(name, new byte[32 << 20]);
        assertThat(bomb.length).isLessThan(40_000);
        Outcome outcome = ask(call("Next", "grpc-encoding", name), bomb);
        assertThat(outcome.fields()).containsEntry("grpc-status", "8");
        SERVER.assertServed(3);
    }

    @Test
    void headThatInflatesToMoreThanThereIsRoomForIsRefused() throws Exception {
        // Within the limit of messages, and more than half of the memory.
        byte[] head = new byte[3 << 20];
        SERVER.attacker()
                .send(body(
                        new RawFrames().headers(1, false, call("Label", "grpc-encoding", "gzip")),
                        compressed("gzip", head),
                        false));
        Outcome outcome = SERVER.attacker().response(1);
        assertThat(outcome.fields()).containsEntry("grpc-status", "8");
        assertThat(outcome.fields().get("grpc-message")).contains("a compressed message of more than");
    }

    @Test
    void firstMessageThatIsNoHeadIsInvalid() throws Exception {
        Outcome outcome = ask(call("Label", "grpc-encoding", "gzip"), compressed("gzip", new byte[100]));
        assertThat(outcome.fields()).containsEntry("grpc-status", "3");
        assertThat(outcome.fields().get("grpc-message"))
                .contains("not a head (expected: head first and once, then items)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void bombOfAServerFailsTheCall(String name) throws Exception {
        byte[] head = Head.response(200, Fields.of("content-type", Attacked.TINY, "grpc-encoding", name))
                .hpack();
        byte[] bomb = compressed(name, new byte[16 << 20]);
        try (RawServer server = new RawServer();
                RpcClient client = client(server.address())) {
            server.serve(socket -> {
                try (RawPeer peer = RawPeer.accepted(socket)) {
                    peer.send(new RawFrames().settings());
                    peer.next(RawFrames.DATA);
                    RawFrames answer = body(new RawFrames().headers(1, false, head), bomb, false);
                    peer.send(answer.headers(1, true, RawFrames.block("grpc-status", "0")));
                    peer.untilClosed();
                }
            });
            RpcException failure = catchThrowableOfType(
                    RpcException.class, () -> client.stub(Counting.class).bytes(1));
            assertThat(failure.code()).as(failure.toString()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        }
    }
}
