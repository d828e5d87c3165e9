package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a client makes of a server that answers badly, or does not speak gRPC. */
@Timeout(60)
final class BadServerTest {
    private static final String TINY = "application/grpc+tiny";

    /** The service. */
    @RpcService("Counting")
    interface Counting {
        int next(int number);
    }

    private RawServer server;
    private RpcClient client;

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer();
        client = server.client();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private RpcException failure() {
        RpcException failure = catchThrowableOfType(
                RpcException.class, () -> client.stub(Counting.class).next(1));
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Answers every call with these frames. */
    private void answer(RawFrames answer) {
        server.serve(socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings());
                peer.next(RawFrames.HEADERS);
                peer.send(answer);
                peer.untilClosed();
            }
        });
    }

    private void assertFailure(RawFrames answer, StatusCode code, String text) {
        answer(answer);
        RpcException failure = failure();
        assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(text);
    }

    private static RawFrames head(int status, String... fields) {
        return new RawFrames()
                .headers(1, false, Head.response(status, Fields.of(fields)).hpack());
    }

    private static RawFrames trailers(RawFrames frames, String... fields) {
        return frames.headers(1, true, Head.trailers(Fields.of(fields)).hpack());
    }

    private static RawFrames result() {
        return head(200, "content-type", TINY)
                .data(1, false, RawFrames.message(Messages.result(Counting.class, "next", 2)));
    }

    @Test
    void goodAnswerIsRead() {
        answer(trailers(result(), "grpc-status", "0"));
        assertThat(client.stub(Counting.class).next(1)).isEqualTo(2);
    }

    @Test
    void http1IsNamed() {
        server.serve(socket -> {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
        RpcException failure = failure();
        assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the peer answers in HTTP/1 (expected: HTTP/2)");
    }

    @Test
    void pageOfHtmlIsNamed() {
        RawFrames page =
                head(200, "content-type", "text/html").data(1, true, "<p>Hello".getBytes(StandardCharsets.UTF_8));
        assertFailure(page, StatusCode.UNKNOWN, "HTTP status 200, content-type text/html");
    }

    /** A status of HTTP stands for a code where there is no other (doc/http-grpc-status-mapping.md of gRPC). */
    @ParameterizedTest
    @CsvSource({
        "400, INTERNAL",
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, UNIMPLEMENTED",
        "409, UNKNOWN",
        "412, UNKNOWN",
        "413, UNKNOWN",
        "415, UNKNOWN",
        "429, UNAVAILABLE",
        "431, UNKNOWN",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "505, UNKNOWN",
        "299, UNKNOWN"
    })
    void statusOfAProxyIsTranslated(int status, StatusCode code) {
        assertFailure(head(status, "content-type", "text/html"), code, "HTTP status " + status);
    }

    @Test
    void statusInTheHeadIsIgnoredIfThereIsABody() {
        RawFrames early = head(200, "content-type", TINY, "grpc-status", "9")
                .data(1, false, RawFrames.message(Messages.result(Counting.class, "next", 2)));
        assertFailure(trailers(early, "other", "1"), StatusCode.UNKNOWN, "no grpc-status");
    }

    @Test
    void statusOfTheTrailersPrevailsOverThatOfTheHead() {
        RawFrames early = head(200, "content-type", TINY, "grpc-status", "8");
        assertFailure(trailers(early, "grpc-status", "9"), StatusCode.FAILED_PRECONDITION, "");
    }

    @Test
    void missingStatusIsUnknown() {
        assertFailure(trailers(result(), "other", "1"), StatusCode.UNKNOWN, "no grpc-status");
    }

    @Test
    void statusOutOfRangeIsUnknown() {
        assertFailure(trailers(result(), "grpc-status", "17"), StatusCode.UNKNOWN, "17");
    }

    @Test
    void statusThatIsNoNumberIsUnknown() {
        assertFailure(trailers(result(), "grpc-status", "ok"), StatusCode.UNKNOWN, "grpc-status: ok");
    }

    @Test
    void messageWithBadPercentEncodingIsShownAsItIs() {
        Fields fields = Fields.of("content-type", TINY, "grpc-status", "5", "grpc-message", "100%% of %zz%4");
        RawFrames only =
                new RawFrames().headers(1, true, Head.response(200, fields).hpack());
        assertFailure(only, StatusCode.NOT_FOUND, "100%% of %zz%4");
    }

    @Test
    void successWithoutAMessageIsInternal() {
        assertFailure(
                trailers(head(200, "content-type", TINY), "grpc-status", "0"), StatusCode.UNIMPLEMENTED, "message");
    }

    @Test
    void twoMessagesAreUnimplemented() {
        RawFrames two = result().data(1, false, RawFrames.message(Messages.result(Counting.class, "next", 2)));
        assertFailure(trailers(two, "grpc-status", "0"), StatusCode.UNIMPLEMENTED, "message");
    }

    @Test
    void messageCutShortIsInternal() {
        RawFrames cut = head(200, "content-type", TINY).data(1, false, new byte[] {0, 0, 0, 0, 9, 1});
        assertFailure(trailers(cut, "grpc-status", "0"), StatusCode.INTERNAL, "message");
    }

    @Test
    void lengthOfFourGigabytesIsRefused() {
        RawFrames huge = head(200, "content-type", TINY).data(1, false, new byte[] {0, -1, -1, -1, -1, 1});
        assertFailure(huge, StatusCode.RESOURCE_EXHAUSTED, "4294967295");
    }

    @Test
    void compressedMessageWithoutAnEncodingIsInternal() {
        RawFrames compressed = head(200, "content-type", TINY).data(1, false, new byte[] {1, 0, 0, 0, 1, 1});
        assertFailure(compressed, StatusCode.INTERNAL, "compressed");
    }

    @Test
    void unknownEncodingIsInternal() {
        assertFailure(
                head(200, "content-type", TINY, "grpc-encoding", "snappy"),
                StatusCode.INTERNAL,
                "grpc-encoding: snappy");
    }

    @Test
    void metadataThatIsNotBase64IsInternal() {
        assertFailure(
                head(200, "content-type", TINY, "some-bin", "%%%"),
                StatusCode.INTERNAL,
                "metadata key some-bin: a value that is not Base64");
    }

    @Test
    void trailersThatAreNotBase64AreInternal() {
        assertFailure(
                trailers(result(), "grpc-status", "0", "some-bin", "%%%"),
                StatusCode.INTERNAL,
                "metadata key some-bin: a value that is not Base64");
    }

    @Test
    void metadataThatIsNoTextDoesNotFailTheCall() {
        byte[] message = RawFrames.message(Messages.result(Counting.class, "next", 2));
        answer(trailers(head(200, "content-type", TINY, "some", "\u00e4").data(1, false, message), "grpc-status", "0"));
        assertThat(client.stub(Counting.class).next(1)).isEqualTo(2);
    }

    @Test
    void moreMetadataThanAllowedIsInternal() {
        assertFailure(
                head(200, "content-type", TINY, "some", "x".repeat(9000)),
                StatusCode.INTERNAL,
                "bytes (expected: at most 8192)");
    }

    @Test
    void bodyWithoutAHeadIsInternal() {
        assertFailure(new RawFrames().data(1, true, new byte[] {1}), StatusCode.INTERNAL, "head");
    }

    @Test
    void resetsAreTranslated() {
        assertFailure(new RawFrames().reset(1, 0xb), StatusCode.RESOURCE_EXHAUSTED, "ENHANCE_YOUR_CALM");
    }

    @Test
    void brokenProtocolIsNamed() {
        assertFailure(new RawFrames().data(2, true, new byte[1]), StatusCode.UNAVAILABLE, "stream 2");
    }
}
