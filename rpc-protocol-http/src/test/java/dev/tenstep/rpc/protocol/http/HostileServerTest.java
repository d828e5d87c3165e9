package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a server which attacks its client loses the connection, and that the client's other calls go on. */
@Timeout(60)
final class HostileServerTest {
    private static final int MANY = 1100;
    private static final int PUSH_PROMISE = 5;

    private static RpcServer good;
    private static Victim victim;
    private final CompletableFuture<List<Frame>> answer = new CompletableFuture<>();
    private RawServer server;
    private RpcClient client;

    @BeforeAll
    static void start() {
        good = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Counting.class, new Counting.Handler())
                .start();
        victim = Victim.of(good.address());
    }

    @AfterAll
    static void stop() {
        victim.close();
        good.close();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer();
        client = server.client();
    }

    @AfterEach
    void close() throws IOException {
        victim.awaitMore();
        client.close();
        server.close();
    }

    /** Attacks whoever calls, and keeps what the client has answered. */
    private void attack(RawFrames frames) {
        server.serve(socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings());
                peer.next(RawFrames.HEADERS);
                peer.send(frames);
                answer.complete(peer.untilClosed());
            }
        });
    }

    private RpcException failure() {
        Counting counting = client.stub(Counting.class, CallOptions.deadline(Duration.ofSeconds(10)));
        RpcException failure = catchThrowableOfType(RpcException.class, () -> counting.next(1));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static byte[] head(String... more) {
        Fields.Builder fields = new Fields.Builder().add("content-type", Attacked.TINY);
        for (int i = 0; i < more.length; i += 2) {
            fields.add(more[i], more[i + 1]);
        }
        return Head.response(200, fields.build()).hpack();
    }

    private static RawFrames begun() {
        return new RawFrames().headers(1, false, head());
    }

    private static Arguments flood(String name, RawFrames before, RawFrames each) {
        return Arguments.of(name, before, each);
    }

    static Stream<Arguments> floods() {
        RawFrames nothing = new RawFrames();
        byte[] proceed = Head.response(100, Fields.NONE).hpack();
        return Stream.of(
                flood("SETTINGS acks", nothing, new RawFrames().frame(RawFrames.SETTINGS, 1, 0)),
                flood("PING acks", nothing, new RawFrames().frame(RawFrames.PING, 1, 0, new byte[8])),
                flood("PRIORITY", nothing, new RawFrames().frame(RawFrames.PRIORITY, 0, 1, new byte[5])),
                flood("unknown frames", nothing, new RawFrames().frame(0x77, 0, 0, new byte[3])),
                flood("window updates", nothing, new RawFrames().windowUpdate(0, 1)),
                flood("heads of status 100", nothing, new RawFrames().headers(1, false, proceed)),
                flood("empty DATA", begun(), new RawFrames().data(1, false, new byte[0])),
                flood("RST_STREAM of a closed stream", new RawFrames().reset(1, 8), new RawFrames().reset(1, 8)),
                flood("GOAWAY", begun(), new RawFrames().frame(RawFrames.GOAWAY, 0, 0, new byte[] {
                            127, -1, -1, -1, 0, 0, 0, 0
                        })),
                flood(
                        "empty CONTINUATION",
                        new RawFrames().frame(RawFrames.HEADERS, 0, 1, (byte) 0x88),
                        new RawFrames().frame(RawFrames.CONTINUATION, 0, 1)));
    }

    private Frame goAway(ErrorCode code) throws Exception {
        List<Frame> all = answer.get(20, TimeUnit.SECONDS);
        Frame last = all.get(all.size() - 1);
        assertThat(last.type()).as("%s", all).isEqualTo(RawFrames.GOAWAY);
        assertThat(ErrorCode.of(last.code())).as(last.text()).isEqualTo(code);
        return last;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void framesWithoutAMessageEndTheConnection(String name, RawFrames before, RawFrames each) throws Exception {
        RawFrames flood = new RawFrames().all(before);
        for (int i = 0; i < MANY; i++) {
            flood.all(each);
        }
        attack(flood);
        StatusCode code = failure().code();
        assertThat(code).as(name).isEqualTo(name.startsWith("RST") ? StatusCode.CANCELLED : StatusCode.UNAVAILABLE);
        assertThat(goAway(ErrorCode.ENHANCE_YOUR_CALM).text()).startsWith("frames without a message: 1001");
    }

    private static RawFrames ping() {
        return new RawFrames().frame(RawFrames.PING, 0, 0, new byte[8]);
    }

    @Test
    void pingsWithoutEndEndTheConnection() throws Exception {
        RawFrames flood = new RawFrames();
        for (int i = 0; i < MANY; i++) {
            flood.all(ping());
        }
        attack(flood);
        assertThat(failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(answer.get(20, TimeUnit.SECONDS)).hasSizeLessThan(MANY);
    }

    @Test
    void headerBlockThatIsNotCompletedEndsTheConnection() throws Exception {
        attack(new RawFrames().frame(RawFrames.HEADERS, 0, 1, (byte) 0x88));
        Duration soon = Duration.ofMillis(300);
        try (RpcClient impatient = RpcClient.builder()
                .to(server.address())
                .protocol("grpc")
                .serializer(new TinySerializer())
                .settings(s -> s.withHelloTimeout(soon))
                .build()) {
            RpcException failure = catchThrowableOfType(
                    RpcException.class, () -> impatient.stub(Counting.class).next(1));
            assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("a header block was not complete within 600 ms");
        }
        goAway(ErrorCode.ENHANCE_YOUR_CALM);
    }

    private static Arguments error(String name, ErrorCode code, String text, RawFrames frames) {
        return Arguments.of(name, code, text, frames);
    }

    private static RawFrames continuations() {
        RawFrames frames = new RawFrames().frame(RawFrames.HEADERS, 0, 1, (byte) 0x88);
        for (int i = 0; i < 30; i++) {
            frames.frame(RawFrames.CONTINUATION, 0, 1, new byte[16_000]);
        }
        return frames;
    }

    static Stream<Arguments> errors() {
        ErrorCode protocol = ErrorCode.PROTOCOL_ERROR;
        return Stream.of(
                error(
                        "CONTINUATION without end",
                        ErrorCode.ENHANCE_YOUR_CALM,
                        "header block: more than",
                        continuations()),
                error(
                        "a frame that is too long",
                        ErrorCode.FRAME_SIZE_ERROR,
                        "frame length: 16385",
                        begun().data(1, false, new byte[16_385])),
                error(
                        "a window of the connection beyond the most",
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "window",
                        new RawFrames().windowUpdate(0, Integer.MAX_VALUE)),
                error(
                        "DATA beyond the window of the connection",
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "window of stream 1",
                        tooMuch()),
                error(
                        "PUSH_PROMISE",
                        protocol,
                        "push promise",
                        new RawFrames()
                                .frame(PUSH_PROMISE, RawFrames.END_HEADERS, 1, new byte[] {0, 0, 0, 2, (byte) 0x82})),
                error("ENABLE_PUSH", protocol, "enable push: 1", new RawFrames().settings(2, 1)),
                error("HEADERS of an idle stream", protocol, "idle", new RawFrames().headers(3, true, head())),
                error(
                        "no HPACK",
                        ErrorCode.COMPRESSION_ERROR,
                        "header block",
                        new RawFrames().headers(1, true, new byte[] {(byte) 0xfe})),
                error(
                        "DATA after the end",
                        ErrorCode.STREAM_CLOSED,
                        "closed",
                        new RawFrames()
                                .headers(1, true, head("grpc-status", "5"))
                                .data(1, false, new byte[5])));
    }

    /** DATA that is dropped since its call has failed, as far as its window. */
    private static RawFrames tooMuch() {
        RawFrames frames = begun().data(1, false, new byte[] {2, 0, 0, 0, 0});
        for (int i = 0; i < 5; i++) {
            frames.data(1, false, new byte[16_000]);
        }
        return frames;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void errorEndsTheConnection(String name, ErrorCode code, String text, RawFrames frames) throws Exception {
        attack(frames);
        RpcException failure = failure();
        assertThat(goAway(code).text()).as(name).contains(text);
        if (!name.startsWith("DATA")) {
            assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(failure).hasMessageContaining(text);
        }
    }

    /** A head of many references to a field of four kilobytes. */
    private static byte[] bomb() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(head());
        block.writeBytes(new byte[] {0x40, 1, 'a', 127, (byte) (0x80 | ((3900 - 127) & 0x7f)), (3900 - 127) >>> 7});
        block.writeBytes("x".repeat(3900).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        for (int i = 0; i < 10_000; i++) {
            block.write(0x80 | 62);
        }
        return block.toByteArray();
    }

    private static Arguments streamError(String name, StatusCode code, ErrorCode reset, String text, RawFrames frames) {
        return Arguments.of(name, code, reset, text, frames);
    }

    static Stream<Arguments> streamErrors() {
        ErrorCode protocol = ErrorCode.PROTOCOL_ERROR;
        StatusCode internal = StatusCode.INTERNAL;
        return Stream.of(
                streamError(
                        "an HPACK bomb",
                        StatusCode.RESOURCE_EXHAUSTED,
                        ErrorCode.ENHANCE_YOUR_CALM,
                        "header list: more than 163840 bytes",
                        new RawFrames().headers(1, false, bomb())),
                streamError(
                        "a window beyond the most",
                        internal,
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "window",
                        begun().windowUpdate(1, Integer.MAX_VALUE)),
                streamError("an update by 0", internal, protocol, "window update: 0", begun().windowUpdate(1, 0)),
                streamError(
                        "trailers without the end",
                        internal,
                        protocol,
                        "trailers",
                        begun().headers(1, false, RawFrames.block())),
                streamError(
                        "two statuses",
                        internal,
                        protocol,
                        ":status",
                        new RawFrames().headers(1, false, RawFrames.block(":status", "200", ":status", "200"))),
                streamError(
                        "a status that is no number",
                        internal,
                        protocol,
                        ":status",
                        new RawFrames().headers(1, false, RawFrames.block(":status", "2x0"))),
                streamError(
                        "an upper-case name",
                        internal,
                        protocol,
                        "Some",
                        new RawFrames().headers(1, false, head("Some", "x"))),
                streamError(
                        "a connection-specific field",
                        internal,
                        protocol,
                        "connection",
                        new RawFrames().headers(1, false, head("connection", "close"))),
                streamError(
                        "a request's pseudo-header",
                        internal,
                        protocol,
                        "pseudo-headers",
                        new RawFrames().headers(1, false, RawFrames.block(":status", "200", ":path", "/"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamErrors")
    void errorEndsTheCallAlone(String name, StatusCode code, ErrorCode reset, String text, RawFrames frames)
            throws Exception {
        CompletableFuture<Frame> received = new CompletableFuture<>();
        server.serve(socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings());
                peer.next(RawFrames.HEADERS);
                peer.send(frames);
                received.complete(peer.next(RawFrames.RST_STREAM));
                peer.next(RawFrames.HEADERS);
                peer.send(new RawFrames()
                        .headers(3, false, head())
                        .data(3, false, RawFrames.message(Messages.result(Counting.class, "next", 8)))
                        .headers(3, true, RawFrames.block("grpc-status", "0")));
                peer.untilClosed();
            }
        });
        RpcException failure = failure();
        assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(text);
        assertThat(ErrorCode.of(received.get(20, TimeUnit.SECONDS).code())).isEqualTo(reset);
        assertThat(client.stub(Counting.class).next(7)).isEqualTo(8);
    }
}
