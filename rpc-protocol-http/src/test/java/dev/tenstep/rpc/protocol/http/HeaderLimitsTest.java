package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the limits of header lists: this side's follow from its limit of metadata, and the peer's are kept. */
@Timeout(60)
final class HeaderLimitsTest {
    private static final int MAX_HEADER_LIST_SIZE = 6;
    private static final KernelSettings MUCH = KernelSettings.DEFAULT.withMaxMetadata(32 << 10);

    @RegisterExtension
    static final Attacked SERVER = new Attacked(MUCH);

    private static RpcClient client(String address) {
        return RpcClient.builder()
                .to(address)
                .protocol("grpc")
                .serializer(new TinySerializer())
                .settings(MUCH)
                .build();
    }

    private static CallOptions metadata(int bytes) {
        return CallOptions.DEFAULT.with(Metadata.EMPTY.with("key-bin", new byte[bytes]));
    }

    /** Returns what the peer says in its settings. */
    private static int maxHeaderList(Frame settings) {
        ByteBuffer payload = ByteBuffer.wrap(settings.payload());
        while (payload.hasRemaining()) {
            int id = payload.getShort();
            int value = payload.getInt();
            if (id == MAX_HEADER_LIST_SIZE) {
                return value;
            }
        }
        throw new AssertionError("no limit of header lists");
    }

    @Test
    void limitOfHeaderListsFollowsThatOfMetadata() throws IOException {
        assertThat(maxHeaderList(SERVER.attacker().next(RawFrames.SETTINGS))).isEqualTo(52 << 10);
    }

    @Test
    void asMuchMetadataAsAllowedIsAcceptedInBase64() {
        try (RpcClient client = client(SERVER.address())) {
            assertThat(client.stub(Counting.class, metadata(32_000)).next(1)).isEqualTo(2);
            RpcException failure = catchThrowableOfType(
                    RpcException.class, () -> client.stub(Counting.class).fail(32_000));
            assertThat(failure.code()).isEqualTo(StatusCode.NOT_FOUND);
            assertThat(failure.metadata().text("why")).hasSize(32_000);
        }
    }

    @Test
    void failureIsSentWithoutItsMetadataToAClientThatDoesNotAcceptSoMuch() throws Exception {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames()
                .settings(MAX_HEADER_LIST_SIZE, 500)
                .headers(1, false, call("Fail"))
                .data(1, true, number("fail", 600)));
        Outcome outcome = client.response(1);
        assertThat(outcome.fields())
                .containsEntry("grpc-status", "5")
                .containsEntry("grpc-message", "no such number")
                .doesNotContainKey("why");
        client.send(new RawFrames().headers(3, false, call("Fail")).data(3, true, number("fail", 10)));
        assertThat(client.response(3).fields()).containsEntry("why", "x".repeat(10));
        SERVER.assertServed(5);
    }

    @Test
    void answerWhoseHeadTheClientDoesNotAcceptBecomesAFailure() throws Exception {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames()
                .settings(MAX_HEADER_LIST_SIZE, 100)
                .headers(1, false, call("Next"))
                .data(1, true, number("next", 1)));
        Outcome outcome = client.response(1);
        assertThat(outcome.fields()).containsEntry("grpc-status", "8");
        assertThat(outcome.fields().get("grpc-message")).contains("(expected: at most 100, as the client says)");
    }

    @Test
    void requestWithMoreThanTheServerAcceptsIsNotSent() throws Exception {
        byte[] head =
                Head.response(200, Fields.of("content-type", Attacked.TINY)).hpack();
        try (RawServer server = new RawServer();
                RpcClient client = client(server.address())) {
            server.serve(socket -> {
                try (RawPeer peer = RawPeer.accepted(socket)) {
                    peer.send(new RawFrames().settings(MAX_HEADER_LIST_SIZE, 1000));
                    while (true) {
                        int stream = peer.next(RawFrames.HEADERS).stream();
                        peer.send(new RawFrames()
                                .headers(stream, false, head)
                                .data(stream, false, RawFrames.message(Messages.result(Counting.class, "next", 8)))
                                .headers(stream, true, RawFrames.block("grpc-status", "0")));
                    }
                }
            });
            assertThat(client.stub(Counting.class).next(7)).isEqualTo(8);
            Counting large = client.stub(Counting.class, metadata(1000));
            RpcException failure = catchThrowableOfType(RpcException.class, () -> large.next(7));
            assertThat(failure.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            assertThat(failure.notStarted()).isTrue();
            assertThat(failure).hasMessageContaining("(expected: at most 1000, as the server says)");
            assertThat(client.stub(Counting.class, metadata(100)).next(7)).isEqualTo(8);
        }
    }
}
