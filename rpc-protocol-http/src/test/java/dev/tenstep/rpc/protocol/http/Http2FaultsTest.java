package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.testkit.TinySerializer;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests what a server makes of bad input, while a bystander's calls on another connection go on.
 *
 * <p>Longer than other files: each fault stands beside its outcome.
 */
@Timeout(60)
final class Http2FaultsTest {
    private static final String TINY = "application/grpc+tiny";
    private static final String NEXT = "Counting/Next";
    private static final String HOLD = "Counting/Hold";

    /** The service. */
    @RpcService("Counting")
    interface Counting {
        @NonBlocking
        int next(int number);

        CompletableFuture<Integer> hold(int number);
    }

    private static final class CountingHandler implements Counting {
        @Override
        public int next(int number) {
            return number + 1;
        }

        @Override
        public CompletableFuture<Integer> hold(int number) {
            CompletableFuture<Integer> held = new CompletableFuture<>();
            CallContext.current().cancellation().onCancel(why -> held.cancel(false));
            return held;
        }
    }

    private static RpcServer server;
    private static RpcClient bystander;
    private RawPeer client;

    @BeforeAll
    static void start() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Counting.class, new CountingHandler())
                .start();
        bystander = RpcClient.builder()
                .to(server.address())
                .protocol("grpc")
                .serializer(new TinySerializer())
                .build();
    }

    @AfterAll
    static void stop() {
        bystander.close();
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = RawPeer.greeted(server.address());
    }

    @AfterEach
    void bystanderIsServed() throws IOException {
        assertThat(bystander.stub(Counting.class).next(1)).isEqualTo(2);
        client.close();
    }

    /** Returns the message of the number 1. */
    private static byte[] one() {
        return RawFrames.message(Messages.parameters(Counting.class, "next", 1));
    }

    private Outcome request(byte[] block, byte[] body) throws IOException, Http2Exception {
        client.send(new RawFrames().headers(1, false, block).data(1, true, body));
        return client.response(1);
    }

    private static void assertStatus(Outcome outcome, int code, String text) {
        assertThat(outcome.fields()).containsEntry(":status", "200").containsEntry("grpc-status", String.valueOf(code));
        assertThat(outcome.fields().get("grpc-message")).contains(text);
    }

    private void assertGoAway(ErrorCode code) throws IOException {
        List<Frame> all = client.untilClosed();
        assertThat(all).isNotEmpty();
        Frame last = all.get(all.size() - 1);
        assertThat(last.type()).as("%s", all).isEqualTo(RawFrames.GOAWAY);
        assertThat(ErrorCode.of(last.code())).as(last.text()).isEqualTo(code);
    }

    private void assertStreamEnds(ErrorCode code) throws IOException {
        assertThat(ErrorCode.of(client.next(RawFrames.RST_STREAM).code())).isEqualTo(code);
    }

    @Test
    void callIsAnswered() throws Exception {
        Outcome outcome = request(RawFrames.grpc(NEXT, TINY), one());
        assertThat(outcome.fields()).containsEntry("grpc-status", "0").containsEntry("content-type", TINY);
        assertThat(outcome.body()).isEqualTo(RawFrames.message(Messages.result(Counting.class, "next", 2)));
    }

    @Test
    void unknownServiceAndMethodAreUnimplemented() throws Exception {
        assertStatus(request(RawFrames.grpc("Nothing/Next", TINY), one()), 12, "unknown service: Nothing");
    }

    @Test
    void pathWithoutAMethodIsUnimplemented() throws Exception {
        assertStatus(request(RawFrames.grpc("Counting", TINY), one()), 12, "/package.Service/Method");
    }

    @Test
    void otherContentTypeIsUnsupported() throws Exception {
        assertThat(request(RawFrames.grpc(NEXT, "text/html"), one()).fields()).containsEntry(":status", "415");
    }

    @Test
    void unknownSerializerIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, "application/grpc+thrift"), one()), 3, "unknown serializer: thrift");
    }

    @Test
    void getIsNotAllowed() throws Exception {
        byte[] block = Head.request("GET", "http", "localhost", "/" + NEXT, Fields.of("content-type", TINY))
                .hpack();
        client.send(new RawFrames().headers(1, true, block));
        assertThat(client.response(1).fields()).containsEntry(":status", "405").containsEntry("allow", "POST");
    }

    @Test
    void unknownEncodingIsUnimplementedAndTheKnownOnesAreNamed() throws Exception {
        Outcome outcome = request(RawFrames.grpc(NEXT, TINY, "grpc-encoding", "snappy"), one());
        assertStatus(outcome, 12, "grpc-encoding: snappy");
        assertThat(outcome.fields()).containsEntry("grpc-accept-encoding", "identity,gzip,zstd");
    }

    @Test
    void requestWithoutAMessageIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, TINY), new byte[0]), 13, "without a message");
    }

    @Test
    void twoMessagesOfAUnaryCallAreRefused() throws Exception {
        client.send(new RawFrames()
                .headers(1, false, RawFrames.grpc(NEXT, TINY))
                .data(1, false, one())
                .data(1, true, one()));
        assertStatus(client.response(1), 13, "two messages");
    }

    @Test
    void messageCutShortIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, TINY), new byte[] {0, 0, 0, 0, 9, 1}), 13, "cut short");
    }

    @Test
    void longestLengthIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, TINY), new byte[] {0, -1, -1, -1, -1, 1}), 8, "4294967295 bytes");
    }

    @Test
    void compressedMessageWithoutEncodingIsRefused() throws Exception {
        byte[] body = one();
        body[0] = 1;
        assertStatus(request(RawFrames.grpc(NEXT, TINY), body), 13, "without grpc-encoding");
    }

    @Test
    void unknownFlagIsRefused() throws Exception {
        byte[] body = one();
        body[0] = 2;
        assertStatus(request(RawFrames.grpc(NEXT, TINY), body), 13, "flag 2");
    }

    @Test
    void badTimeoutIsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, TINY, "grpc-timeout", "123456789S"), one()), 13, "grpc-timeout");
    }

    @Test
    void badBase64IsRefused() throws Exception {
        assertStatus(request(RawFrames.grpc(NEXT, TINY, "some-bin", "%%%"), one()), 13, "not Base64");
    }

    @Test
    void upperCaseNameIsMalformed() throws Exception {
        client.send(new RawFrames().headers(1, true, RawFrames.grpc(NEXT, TINY, "Some", "x")));
        assertStreamEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void connectionSpecificFieldIsMalformed() throws Exception {
        client.send(new RawFrames().headers(1, true, RawFrames.grpc(NEXT, TINY, "connection", "close")));
        assertStreamEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void pseudoHeaderAfterOthersIsMalformed() throws Exception {
        client.send(new RawFrames().headers(1, true, RawFrames.grpc(NEXT, TINY, ":path", "/x")));
        assertStreamEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void tooLongHeaderListIsRefusedForThatRequest() throws Exception {
        String[] more = new String[40];
        for (int i = 0; i < more.length; i += 2) {
            more[i] = "key" + i;
            more[i + 1] = "x".repeat(1000);
        }
        byte[] block = RawFrames.grpc(NEXT, TINY, more);
        byte[] first = Arrays.copyOf(block, 10_000);
        byte[] rest = Arrays.copyOfRange(block, 10_000, block.length);
        client.send(new RawFrames()
                .frame(RawFrames.HEADERS, RawFrames.END_STREAM, 1, first)
                .frame(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 1, rest));
        assertThat(client.response(1).fields()).containsEntry(":status", "431").containsEntry("grpc-status", "8");
        client.send(
                new RawFrames().headers(3, false, RawFrames.grpc(NEXT, TINY)).data(3, true, one()));
        assertThat(client.response(3).fields()).containsEntry("grpc-status", "0");
    }

    @Test
    void windowBeyondTheMostIsAnError() throws Exception {
        client.send(new RawFrames().windowUpdate(0, Integer.MAX_VALUE));
        assertGoAway(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void dataBeyondTheWindowEndsTheStream() throws Exception {
        RawFrames flood = new RawFrames().headers(1, false, RawFrames.grpc(HOLD, TINY));
        flood.data(1, false, new byte[] {0, 0, 32, 0, 0});
        for (int i = 0; i < 400; i++) {
            flood.data(1, false, new byte[16_384]);
        }
        client.send(flood);
        Outcome outcome = client.response(1);
        assertThat(outcome.fields().get("grpc-status") != null || outcome.resetCode() >= 0)
                .isTrue();
    }

    @Test
    void headersOfALowerStreamAreAnError() throws Exception {
        byte[] block = RawFrames.grpc(HOLD, TINY);
        client.send(new RawFrames().headers(5, false, block).headers(3, false, block));
        assertGoAway(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void pushFromAClientIsAnError() throws Exception {
        client.send(new RawFrames().frame(5, RawFrames.END_HEADERS, 1, new byte[] {0, 0, 0, 2}));
        assertGoAway(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void tooLongFrameIsAnError() throws Exception {
        client.send(new RawFrames().frame(RawFrames.DATA, 0, 1, new byte[16_385]));
        assertGoAway(ErrorCode.FRAME_SIZE_ERROR);
    }

    @Test
    void badHpackIsAnError() throws Exception {
        client.send(new RawFrames().headers(1, true, new byte[] {(byte) 0xff, -1, -1, -1, -1, -1, 15}));
        assertGoAway(ErrorCode.COMPRESSION_ERROR);
    }

    @Test
    void contentLengthThatIsNotSoIsMalformed() throws Exception {
        client.send(new RawFrames()
                .headers(1, false, RawFrames.grpc(HOLD, TINY, "content-length", "7"))
                .data(1, true, one()));
        assertStreamEnds(ErrorCode.PROTOCOL_ERROR);
    }

    @Test
    void frameOfManySettingsEndsTheConnection() throws IOException {
        client.send(new RawFrames().settings(new int[130]));
        assertGoAway(ErrorCode.ENHANCE_YOUR_CALM);
    }

    @Test
    void answerBeforeTheEndOfTheRequestIsFollowedByAResetOfNoError() throws Exception {
        for (int stream = 1; stream < 999; stream += 2) {
            client.send(new RawFrames().headers(stream, false, RawFrames.grpc("Nothing/Next", TINY)));
            assertStatus(client.response(stream), 12, "unknown service: Nothing");
            assertStreamEnds(ErrorCode.NO_ERROR);
        }
    }
}
