package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import dev.tenstep.rpc.serialization.protobuf.json.ProtobufJsonSerializer;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which serializer reads a call by gRPC: that of its content type, whichever is the server's own. */
@Timeout(60)
final class SerializersTest {

    @RpcService("Doubling")
    interface Doubling {
        long twice(long number) throws OddException;
    }

    static final class OddException extends Exception {
        private static final long serialVersionUID = 1;

        private final long number;

        public OddException(String message, long number) {
            super(message);
            this.number = number;
        }

        public long number() {
            return number;
        }
    }

    /** The serializers that a server may have been given as its own. */
    static Stream<Serializer> own() {
        return Stream.of(new TinySerializer(), new ProtobufSerializer(), new ProtobufJsonSerializer());
    }

    private static RpcServer server(Serializer own) {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(own)
                .service(Doubling.class, SerializersTest::twice)
                .start();
    }

    private static long twice(long number) throws OddException {
        if (number % 2 != 0) {
            throw new OddException("an odd number", number);
        }
        return 2 * number;
    }

    private static Outcome call(RpcServer server, String type, byte[] message) throws Exception {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            byte[] head = RawFrames.grpc("Doubling/Twice", type);
            peer.send(new RawFrames().headers(1, false, head).data(1, true, RawFrames.message(message)));
            return peer.response(1);
        }
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("own")
    void callsByProtobufAndByItsJsonAreAnsweredInTheSameForm(Serializer own) throws Exception {
        try (RpcServer server = server(own)) {
            for (String form : new String[] {"application/grpc", "application/grpc+proto"}) {
                Outcome binary = call(server, form, new byte[] {0x08, 0x04});
                assertThat(binary.fields()).containsEntry("grpc-status", "0").containsEntry("content-type", form);
                assertThat(binary.body()).isEqualTo(RawFrames.message(new byte[] {0x08, 0x08}));
            }
            for (String form : new String[] {"application/grpc+json", "application/grpc-web+json"}) {
                Outcome text = call(server, form, json("{\"number\":\"4\"}"));
                assertThat(text.fields()).containsEntry("content-type", form);
                assertThat(new String(text.body(), StandardCharsets.UTF_8)).contains("{\"result\":\"8\"}");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("own")
    void clientsMayUseAnyOfThem(Serializer own) throws Exception {
        try (RpcServer server = server(own)) {
            for (Serializer each : own().filter(other -> isAccepted(other, own)).toList()) {
                try (RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol("grpc")
                        .serializer(each)
                        .build()) {
                    Doubling stub = client.stub(Doubling.class);
                    assertThat(stub.twice(4)).isEqualTo(8);
                    assertThatThrownBy(() -> stub.twice(7))
                            .isInstanceOfSatisfying(OddException.class, e -> assertThat(e.number())
                                    .isEqualTo(7));
                }
            }
        }
    }

    private static boolean isAccepted(Serializer each, Serializer own) {
        return !each.name().equals("tiny") || own.name().equals("tiny");
    }

    @ParameterizedTest
    @CsvSource({"protobuf, application/grpc", "protobuf-json, application/grpc+json"})
    void contentTypeOfAClientIsThatOfItsSerializer(String serializer, String type) throws Exception {
        try (RawServer server = new RawServer();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol("grpc")
                        .serializer(serializer)
                        .build()) {
            CompletableFuture<String> sent = new CompletableFuture<>();
            server.serve(socket -> {
                try (RawPeer peer = RawPeer.accepted(socket)) {
                    peer.send(new RawFrames().settings());
                    sent.complete(peer.next(RawFrames.HEADERS).fields().get("content-type"));
                }
            });
            Doubling stub = client.stub(Doubling.class);
            assertThatThrownBy(() -> stub.twice(4)).isInstanceOf(RpcException.class);
            assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo(type);
        }
    }
}
