package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what a client makes of a server that answers badly by Connect, on bodies as they cross. */
@Timeout(60)
final class BadConnectServerTest extends AnsweredByConnect {
    private static Arguments bad(StatusCode code, String text, byte[] answer) {
        return Arguments.of(code, text, answer);
    }

    private static Arguments error(int status, StatusCode code, String json) {
        return bad(code, json.contains("oops") ? "oops" : "HTTP status " + status, json(status, json));
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
}
