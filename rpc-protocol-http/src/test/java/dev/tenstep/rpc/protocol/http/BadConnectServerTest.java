package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what a client makes of a server that answers badly by Connect, on bodies as they cross, mostly over HTTP/1.1. */
@Timeout(60)
final class BadConnectServerTest {
    private static final String TINY = "application/tiny";
    private static final String STREAM = "application/connect+tiny";
    private static final Map<String, String> HTTP_1_1 = Map.of("rpc.http.version", "1.1");

    /** The service. */
    @RpcService("Counting")
    interface Counting {
        int next(int number);

        CompletionStage<Integer> later(int number);

        Stream<Integer> upTo(int most);

        int sum(Stream<Integer> numbers);

        Stream<Integer> both(Stream<Integer> numbers);
    }

    private final AtomicInteger connections = new AtomicInteger();
    private RawServer server;
    private RpcClient client;

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer();
        client = server.client("connect", HTTP_1_1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] all(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Returns a response with a length. */
    private static byte[] response(int status, String type, byte[] body, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        head.append(type.isEmpty() ? "" : "content-type: " + type + "\r\n");
        for (String each : fields) {
            head.append(each).append("\r\n");
        }
        return all(ascii(head + "content-length: " + body.length + "\r\n\r\n"), body);
    }

    private static byte[] two() {
        return Messages.result(Counting.class, "next", 2);
    }

    private static byte[] good() {
        return response(200, TINY, two());
    }

    private static byte[] envelope(int flags, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static byte[] element(int number) {
        return envelope(0, Messages.result(Counting.class, "upTo", number));
    }

    private static byte[] end(String json) {
        return envelope(2, json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads a request with a length, or a head alone; returns the head. */
    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataInputStream data = new DataInputStream(in);
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(data.readUnsignedByte());
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int at = text.indexOf("content-length: ");
        if (at >= 0) {
            data.readFully(new byte[Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)))]);
        }
        return text;
    }

    /** Answers the requests of each connection with these by turns, and leaves it open if there are no more. */
    private void answer(byte[]... answers) {
        server.serve(socket -> {
            connections.incrementAndGet();
            for (byte[] each : answers) {
                request(socket.getInputStream());
                socket.getOutputStream().write(each);
                if (each.length == 0) {
                    return; // closes
                }
            }
            socket.getInputStream().readAllBytes();
        });
    }

    private Counting stub() {
        return client.stub(Counting.class, CallOptions.deadline(Duration.ofSeconds(20)));
    }

    private static void assertFailure(RpcException failure, StatusCode code, String text) {
        assertThat(failure).as("a failure: %s", text).isNotNull();
        assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(text);
    }

    private static Arguments bad(StatusCode code, String text, byte[] answer) {
        return Arguments.of(code, text, answer);
    }

    private static Arguments error(int status, StatusCode code, String json) {
        return bad(code, json.contains("oops") ? "oops" : "HTTP status " + status, json(status, json));
    }

    private static byte[] json(int status, String json) {
        return response(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                error(401, StatusCode.UNAUTHENTICATED, "null"),
                error(401, StatusCode.UNAUTHENTICATED, ""),
                error(401, StatusCode.UNAUTHENTICATED, "{\"code\":null,\"message\":\"oops\"}"),
                error(401, StatusCode.UNAUTHENTICATED, "{\"message\":\"oops\"}"),
                error(429, StatusCode.UNAVAILABLE, "{\"code\":\"foobar\",\"message\":\"oops\"}"),
                error(422, StatusCode.OUT_OF_RANGE, "{\"code\":\"out_of_range\",\"message\":\"oops\",\"foo\":[{}]}"),
                error(499, StatusCode.CANCELLED, "{\"code\":\"canceled\",\"message\":\"oops\"}"),
                error(400, StatusCode.INTERNAL, "{\"code\":\"not_found\",\"message\":\"cut"),
                error(400, StatusCode.INTERNAL, "{\"code\":\"not_found\"}{}"),
                error(404, StatusCode.UNIMPLEMENTED, "[1]"),
                error(503, StatusCode.UNAVAILABLE, "{".repeat(5000)),
                bad(
                        StatusCode.OUT_OF_RANGE,
                        "oops",
                        response(
                                422,
                                "application/json; charset=utf-8",
                                gzip("{\"code\":\"out_of_range\",\"message\":\"oops\"}"),
                                "content-encoding: gzip")),
                bad(
                        StatusCode.PERMISSION_DENIED,
                        "HTTP status 403",
                        response(403, "application/json", ascii("no gzip"), "content-encoding: gzip")),
                bad(StatusCode.PERMISSION_DENIED, "HTTP status 403", response(403, TINY, two())),
                bad(StatusCode.UNKNOWN, "HTTP status 418", response(418, "", new byte[0])),
                bad(StatusCode.UNAVAILABLE, "HTTP status 502", response(502, "text/html", ascii("<p>"))),
                bad(StatusCode.UNAVAILABLE, "HTTP status 504", response(504, "text/html", ascii("<p>"))),
                bad(StatusCode.UNKNOWN, "HTTP status 302", response(302, "", new byte[0], "location: /")),
                bad(StatusCode.UNKNOWN, "HTTP status 304", ascii("HTTP/1.1 304 Not Modified\r\n\r\n")),
                bad(StatusCode.UNKNOWN, "HTTP status 204", ascii("HTTP/1.1 204 No Content\r\n\r\n")),
                bad(StatusCode.UNKNOWN, "image/jpeg (expected: " + TINY, response(200, "image/jpeg", two())),
                bad(StatusCode.UNKNOWN, "content-type null", response(200, "", two())),
                bad(StatusCode.INTERNAL, "application/json", response(200, "application/json", two())),
                bad(StatusCode.INTERNAL, "content-encoding: foo", response(200, TINY, two(), "content-encoding: foo")),
                bad(StatusCode.INTERNAL, "cannot be read", response(200, TINY, two(), "content-encoding: gzip")),
                bad(StatusCode.INTERNAL, "some-bin", response(200, TINY, two(), "trailer-some-bin: %%")),
                bad(StatusCode.INTERNAL, "at most 8192", response(200, TINY, two(), "some: " + "x".repeat(9000))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("errors")
    void failureIsReadAsFarAsItCanBe(StatusCode code, String text, byte[] answer) {
        answer(answer, good());
        assertFailure(catchThrowableOfType(RpcException.class, () -> stub().next(1)), code, text);
        // What was wrong concerned the call alone.
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(connections).hasValue(1);
    }

    @Test
    void explanationWithoutEndIsNotReadToItsEnd() {
        answer(all(
                ascii("HTTP/1.1 403 No\r\ncontent-type: application/json\r\ncontent-length: 100000000\r\n\r\n"),
                new byte[400_000]));
        assertFailure(
                catchThrowableOfType(RpcException.class, () -> stub().next(1)),
                StatusCode.PERMISSION_DENIED,
                "HTTP status 403");
        assertThat(catchThrowableOfType(RpcException.class, () -> stub().next(1)))
                .isNotNull();
        assertThat(connections).hasValue(2);
    }

    private static Arguments stream(StatusCode code, String text, int elements, byte[]... body) {
        return Arguments.of(code, text, elements, all(body));
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                stream(StatusCode.INTERNAL, "without an end of its stream", 1, element(1)),
                stream(StatusCode.INTERNAL, "without an end of its stream", 0),
                stream(StatusCode.INTERNAL, "cut short", 1, element(1), new byte[] {0, 0, 0, 0, 10, 1, 2}),
                stream(StatusCode.INTERNAL, "cut short", 1, element(1), new byte[] {0, 0, 0}),
                stream(StatusCode.INTERNAL, "after the end of the stream", 1, element(1), end("{}"), end("{}")),
                stream(StatusCode.INTERNAL, "after the end of the stream", 0, end("{}"), element(1)),
                stream(StatusCode.INTERNAL, "after the end of the stream", 0, end("{}"), new byte[1]),
                stream(StatusCode.INTERNAL, "not the JSON", 0, end("{\"error\":")),
                stream(StatusCode.INTERNAL, "not the JSON", 0, end("null")),
                stream(StatusCode.INTERNAL, "not the JSON", 0, end("")),
                stream(StatusCode.INTERNAL, "not the JSON", 0, end("{\"metadata\":" + "[".repeat(3000))),
                stream(StatusCode.INTERNAL, "flag 4 (expected: 0 to 3)", 0, envelope(4, new byte[0])),
                stream(StatusCode.INTERNAL, "flag 128 (expected: 0 to 3)", 1, element(1), envelope(128, ascii("x"))),
                stream(StatusCode.INTERNAL, "names no encoding", 0, envelope(1, new byte[] {1})),
                stream(StatusCode.INTERNAL, "names no encoding", 0, envelope(3, gzip("{}"))),
                stream(StatusCode.RESOURCE_EXHAUSTED, "4294967295", 0, new byte[] {0, -1, -1, -1, -1}),
                stream(StatusCode.RESOURCE_EXHAUSTED, "end of the stream is 16777216", 0, new byte[] {2, 1, 0, 0, 0}),
                stream(StatusCode.UNKNOWN, "oops", 0, end("{\"error\":{\"code\":null,\"message\":\"oops\"}}")),
                stream(StatusCode.UNKNOWN, "oops", 0, end("{\"error\":{\"code\":\"foobar\",\"message\":\"oops\"}}")),
                stream(
                        StatusCode.OUT_OF_RANGE,
                        "oops",
                        2,
                        element(1),
                        element(2),
                        end(
                                "{\"error\":{\"code\":\"out_of_range\",\"message\":\"oops\"},\"metadata\":{\"a\":[\"b\"]}}")),
                stream(StatusCode.INTERNAL, "some-bin", 0, end("{\"metadata\":{\"some-bin\":[\"%\"]}}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streams")
    void streamFailsBehindItsElements(StatusCode code, String text, int elements, byte[] body) {
        answer(response(200, STREAM, body));
        List<Integer> seen = new java.util.ArrayList<>();
        RpcException failure =
                catchThrowableOfType(RpcException.class, () -> stub().upTo(3).forEach(seen::add));
        assertFailure(failure, code, text);
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, elements).boxed().toList());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streams")
    void streamFailsOverHttp2Too(StatusCode code, String text, int elements, byte[] body) throws IOException {
        server.serve(socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                Head head = Head.response(200, Fields.of("content-type", STREAM));
                peer.send(new RawFrames().settings());
                peer.next(RawFrames.HEADERS);
                peer.send(new RawFrames().headers(1, false, head.hpack()).data(1, true, body));
                peer.untilClosed();
            }
        });
        try (RpcClient http2 = server.client("connect", Map.of())) {
            List<Integer> seen = new java.util.ArrayList<>();
            RpcException failure = catchThrowableOfType(
                    RpcException.class, () -> http2.stub(Counting.class).upTo(3).forEach(seen::add));
            assertFailure(failure, code, text);
            assertThat(seen).hasSize(elements);
        }
    }

    @Test
    void streamEndsWellByAnyGoodEnd() {
        byte[] compressed = response(
                200,
                STREAM,
                all(element(1), envelope(3, gzip("{\"metadata\":{\"a\":[\"b\"]}}"))),
                "connect-content-encoding: gzip");
        answer(response(200, STREAM, end("{\"error\":null,\"other\":{}}")), compressed);
        assertThat(stub().upTo(1)).isEmpty();
        assertThat(stub().upTo(1)).containsExactly(1);
    }

    @Test
    void statusOtherThan200OfAStreamIsExplainedByJsonOrItself() {
        answer(
                json(429, "{\"code\":\"resource_exhausted\",\"message\":\"oops\"}"),
                response(503, STREAM, end("{}")),
                response(200, TINY, two()),
                response(200, "application/connect+json", end("{}")));
        String[] texts = {"oops", "HTTP status 503", "content-type application/tiny", "content-type application/connect"
        };
        StatusCode[] codes = {
            StatusCode.RESOURCE_EXHAUSTED, StatusCode.UNAVAILABLE, StatusCode.UNKNOWN, StatusCode.INTERNAL
        };
        for (int i = 0; i < texts.length; i++) {
            assertFailure(
                    catchThrowableOfType(
                            RpcException.class, () -> stub().upTo(1).count()),
                    codes[i],
                    texts[i]);
        }
    }

    @Test
    void detailsOfOthersAreTheCallersToReadAsGrpcGivesThem() {
        String detail = "{\"type\":\"google.rpc.RetryInfo\",\"value\":\"CgIIPA\",\"debug\":{}}";
        answer(json(
                503,
                "{\"code\":\"unavailable\",\"message\":\"m\",\"details\":[" + detail + ",{},7,"
                        + "{\"type\":\"a\",\"value\":\"%\"}]}"));
        RpcException failure = catchThrowableOfType(RpcException.class, () -> stub().next(1));
        byte[] any = all(
                new byte[] {10, 40}, ascii("type.googleapis.com/google.rpc.RetryInfo"), new byte[] {18, 4, 10, 2, 8, 60
                });
        assertThat(failure.details()).isEqualTo(all(new byte[] {8, 14, 18, 1, 'm', 26, (byte) any.length}, any));
        assertThat(Base64.getDecoder().decode("CgIIPA")).hasSize(4);
    }

    @Test
    void messageAndItsEndAreReadInChunksCutAnywhere() {
        byte[] message = two();
        byte[] chunks = all(
                ascii("HTTP/1.1 200 OK\r\ncontent-type: " + TINY + "\r\nTransfer-Encoding: Chunked\r\n\r\n"),
                ascii("1;x=y\r\n"),
                Arrays.copyOf(message, 1),
                ascii("\r\n" + Integer.toHexString(message.length - 1) + "\r\n"),
                Arrays.copyOfRange(message, 1, message.length),
                ascii("\r\n0\r\nt: u\r\n\r\n"));
        server.serve(socket -> {
            connections.incrementAndGet();
            for (int cut = 1; cut < chunks.length; cut++) {
                request(socket.getInputStream());
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(chunks, 0, cut);
                socket.getOutputStream().write(chunks, cut, chunks.length - cut);
            }
            socket.getInputStream().readAllBytes();
        });
        for (int cut = 1; cut < chunks.length; cut++) {
            assertThat(stub().next(1)).isEqualTo(2);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void interimHeadsAreSkipped() {
        byte[] interim = ascii("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
        answer(all(interim, good()), good());
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(connections).hasValue(1);
    }

    @Test
    void bodyMayEndWithTheConnection() {
        byte[] old = all(ascii("HTTP/1.0 200 OK\r\ncontent-type: " + TINY + "\r\n\r\n"), two());
        server.serve(socket -> {
            connections.incrementAndGet();
            request(socket.getInputStream());
            socket.getOutputStream().write(old);
        });
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(stub().next(1)).isEqualTo(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void serverThatClosesBehindItsResponseGetsTheNextCallOnAnotherConnection() {
        answer(response(200, TINY, two(), "connection: close"));
        for (int i = 1; i <= 3; i++) {
            assertThat(stub().next(1)).isEqualTo(2);
        }
        assertThat(connections).hasValue(3);
    }

    static Stream<Arguments> breaches() {
        String ok = "HTTP/1.1 200 OK\r\ncontent-type: " + TINY + "\r\n";
        return Stream.of(
                Arguments.of("two content-lengths", ok + "content-length: 1\r\ncontent-length: 1\r\n\r\n"),
                Arguments.of("both content-length", ok + "content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n"),
                Arguments.of("content-length: +1", ok + "content-length: +1\r\n\r\n"),
                Arguments.of("transfer-encoding: gzip", ok + "transfer-encoding: gzip, chunked\r\n\r\n"),
                Arguments.of("it is folded", ok + "a: b\r\n c\r\n\r\n"),
                Arguments.of("line feed alone", "HTTP/1.1 200 OK\n\n"),
                Arguments.of("a carriage return alone", ok + "a: b\rc: d\r\n\r\n"),
                Arguments.of("with byte 0", ok + "a: \0\r\n\r\n"),
                Arguments.of("status line: HTTP/1.1 2x0", "HTTP/1.1 2x0 OK\r\n\r\n"),
                Arguments.of("status line: HTTP/1.1 2000", "HTTP/1.1 2000 OK\r\n\r\n"),
                Arguments.of("status line: HTTP/1.1 099", "HTTP/1.1 099 OK\r\n\r\n"),
                Arguments.of("begins with 'HTTP/1.2 200", "HTTP/1.2 200 OK\r\n\r\n"),
                Arguments.of("not in HTTP/1.1: it began with", "SSH-2.0-x\r\n"),
                Arguments.of("looks like HTTP/2", "\0\0\0\4\0\0\0\0\0"),
                Arguments.of("status line: 9", "HTTP/1.1 200 " + "x".repeat(9000)),
                Arguments.of("head: 1", ok + ("a: " + "x".repeat(8000) + "\r\n").repeat(18)),
                Arguments.of("status 101", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
                Arguments.of("status 100", "HTTP/1.1 100 Continue\r\n\r\n".repeat(101)),
                Arguments.of("a chunk's size", ok + "transfer-encoding: chunked\r\n\r\nx\r\n"),
                Arguments.of("longer than its size", ok + "transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n"),
                Arguments.of("more than 256 bytes", ok + "transfer-encoding: chunked\r\n\r\n1;" + "x".repeat(300)),
                Arguments.of("the peer closed", ok + "content-length: 100\r\n\r\nabc"),
                Arguments.of("the peer closed", ok + "transfer-encoding: chunked\r\n\r\n5\r\nabc"),
                Arguments.of("the peer closed", "HTTP/1.1 200 O"),
                Arguments.of("the peer closed", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaches")
    void breachOfHttp1ClosesTheConnectionAndFailsItsCallAlone(String text, String answer) {
        server.serve(socket -> {
            int connection = connections.incrementAndGet();
            request(socket.getInputStream());
            if (connection > 1) {
                socket.getOutputStream().write(good());
            } else {
                socket.getOutputStream().write(ascii(answer));
                if (!text.startsWith("the peer")) {
                    socket.getInputStream().readAllBytes(); // the client is to close
                }
            }
        });
        RpcException failure = catchThrowableOfType(RpcException.class, () -> stub().next(1));
        assertFailure(failure, StatusCode.UNAVAILABLE, text);
        assertThat(failure.notStarted()).isFalse();
        Counting patient = client.stub(
                Counting.class, CallOptions.deadline(Duration.ofSeconds(20)).waitForReady());
        assertThat(patient.next(1)).isEqualTo(2);
    }

    @Test
    void responseThatNobodyAskedForIsNotTheNextCalls() {
        byte[] smuggled = response(200, TINY, Messages.result(Counting.class, "next", 666));
        answer(all(good(), smuggled));
        for (int i = 1; i <= 3; i++) {
            assertThat(stub().next(1)).isEqualTo(2);
        }
        assertThat(connections).hasValue(3);
    }

    @Test
    void responseBeforeTheRequestIsCompleteEndsTheConnection() {
        byte[] failure = json(429, "{\"code\":\"resource_exhausted\",\"message\":\"oops\"}");
        answer(failure);
        CompletableFuture<Integer> never = new CompletableFuture<>();
        RpcException early = catchThrowableOfType(RpcException.class, () -> stub().sum(Stream.iterate(1, i -> {
            if (i > 100_000) {
                never.join();
            }
            return i + 1;
        })));
        assertFailure(early, StatusCode.RESOURCE_EXHAUSTED, "oops");
        assertThat(catchThrowableOfType(RpcException.class, () -> stub().next(1))
                        .code())
                .isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(connections).hasValue(2);
        never.complete(0);
    }

    @Test
    void streamsBothWaysAreRefusedAndNothingIsSent() {
        answer(good());
        RpcException failure = catchThrowableOfType(
                RpcException.class, () -> stub().both(Stream.of(1)).count());
        assertFailure(failure, StatusCode.UNIMPLEMENTED, "streams both ways, which HTTP/1.1 does not carry");
        assertThat(failure.notStarted()).isTrue();
        assertThat(stub().next(1)).isEqualTo(2);
    }

    @Test
    void callThatIsGivenUpClosesItsConnectionAndThoseBehindItGoOn() {
        server.serve(socket -> {
            if (connections.incrementAndGet() == 1) {
                socket.getInputStream().readAllBytes(); // never answers
            }
            for (int i = 0; i < 2; i++) {
                request(socket.getInputStream());
                socket.getOutputStream().write(good());
            }
            socket.getInputStream().readAllBytes();
        });
        Counting hasty = client.stub(Counting.class, CallOptions.deadline(Duration.ofMillis(500)));
        CompletableFuture<Integer> first = hasty.later(1).toCompletableFuture();
        CompletableFuture<Integer> second = stub().later(1).toCompletableFuture();
        CompletableFuture<Integer> third = stub().later(1).toCompletableFuture();
        assertThat(RawServer.failure(first).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(second.join()).isEqualTo(2);
        assertThat(third.join()).isEqualTo(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void callWhoseDeadlinePassesInTheQueueIsNotStarted() {
        CompletableFuture<Void> go = new CompletableFuture<>();
        server.serve(socket -> {
            request(socket.getInputStream());
            go.join();
            socket.getOutputStream().write(good());
            socket.getInputStream().readAllBytes();
        });
        CompletableFuture<Integer> first = stub().later(1).toCompletableFuture();
        Counting hasty = client.stub(Counting.class, CallOptions.deadline(Duration.ofMillis(200)));
        RpcException passed = RawServer.failure(hasty.later(1).toCompletableFuture());
        assertThat(passed.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(passed.notStarted()).isTrue();
        go.complete(null);
        assertThat(first.join()).isEqualTo(2);
    }
}
