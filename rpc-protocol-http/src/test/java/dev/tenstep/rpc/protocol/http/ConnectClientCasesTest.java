package dev.tenstep.rpc.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests a client of Connect against a server whose answers are not what they should be, over HTTP/1.1. The cases are those of
 * Connect's conformance suites.
 */
@Timeout(60)
final class ConnectClientCasesTest {
    private static final String JSON = "application/json";
    private static final String UNARY = "application/tiny";
    private static final String STREAM = "application/connect+tiny";
    private static final byte[] TWO = Messages.result(Counting.class, "next", 2);

    private HttpServer server;
    private RpcClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = RpcClient.builder()
                .to("127.0.0.1:" + server.getAddress().getPort())
                .protocol("connect")
                .serializer(new TinySerializer())
                .config(Map.of("rpc.http.version", "1.1"))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    /** Lets the server answer each request in the same way. */
    private Counting answering(int status, byte[] body, String... fields) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            for (int i = 0; i < fields.length; i += 2) {
                exchange.getResponseHeaders().set(fields[i], fields[i + 1]);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        return client.stub(Counting.class);
    }

    private static byte[] envelopes(Object... flagsAndBodies) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < flagsAndBodies.length; i += 2) {
            byte[] body = flagsAndBodies[i + 1] instanceof String text
                    ? text.getBytes(UTF_8)
                    : (byte[]) flagsAndBodies[i + 1];
            all.writeBytes(ByteBuffer.allocate(5)
                    .put(((Integer) flagsAndBodies[i]).byteValue())
                    .putInt(body.length)
                    .array());
            all.writeBytes(body);
        }
        return all.toByteArray();
    }

    private static void assertFailure(ThrowingCallable call, StatusCode code, String text) {
        assertThatExceptionOfType(RpcException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.code()).as(e.toString()).isEqualTo(code);
            assertThat(e).hasMessageContaining(text);
        });
    }

    @Test
    void goodAnswersAreRead() {
        assertThat(answering(200, TWO, "content-type", UNARY).next(1)).isEqualTo(2);
    }

    @Test
    void goodStreamIsRead() {
        byte[] body = envelopes(0, TWO, 2, "{}");
        assertThat(answering(200, body, "content-type", STREAM).count(1)).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | null | UNAUTHENTICATED | ''",
                "401 | {\"code\":null,\"message\":\"oops\"} | UNAUTHENTICATED | oops",
                "401 | {\"message\":\"oops\"} | UNAUTHENTICATED | oops",
                "429 | {\"code\":\"foobar\",\"message\":\"oops\"} | UNAVAILABLE | oops",
                "401 | {\"code\":\"unauthenticated\"} | UNAUTHENTICATED | ''",
                "422 | {\"code\":\"out_of_range\",\"message\":\"oops\",\"x\":{\"y\":[1]}} | OUT_OF_RANGE | oops",
                "422 | {\"code\":\"out_of_range\",\"message\":\"oops\",\"details\":[{\"type\":\"a.B\",\"value\":\"AA\",\"debug\":7}]}"
                        + " | OUT_OF_RANGE | oops",
                "422 | {\"code\":\"out_of_range\",\"message\":\"oops\",\"details\":[{\"type\":\"a.B\",\"value\":\"AA\",\"z\":0}]}"
                        + " | OUT_OF_RANGE | oops",
                "403 | <p>no | PERMISSION_DENIED | ''"
            })
    void failureIsReadAsFarAsItIsOne(int status, String body, StatusCode code, String text) {
        Counting stub = answering(status, body.getBytes(UTF_8), "content-type", JSON);
        assertFailure(() -> stub.next(1), code, text);
    }

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
        "505, UNKNOWN"
    })
    void statusStandsForACode(int status, StatusCode code) {
        Counting stub = answering(status, "x".getBytes(UTF_8), "content-type", "text/html");
        assertFailure(() -> stub.next(1), code, String.valueOf(status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"code\":null,\"message\":\"oops\"}} | UNKNOWN | oops",
                "{\"error\":{\"message\":\"oops\"}} | UNKNOWN | oops",
                "{\"error\":{\"code\":\"foobar\",\"message\":\"oops\"}} | UNKNOWN | oops",
                "{\"error\":{\"code\":\"unauthenticated\"}} | UNAUTHENTICATED | ''",
                "{\"error\":{\"code\":\"out_of_range\",\"message\":\"oops\",\"x\":1},\"y\":2} | OUT_OF_RANGE | oops"
            })
    void endOfAStreamIsReadAsFarAsItIsOne(String end, StatusCode code, String text) {
        Counting stub = answering(200, envelopes(0, TWO, 2, end), "content-type", STREAM);
        assertFailure(() -> stub.count(1).toList(), code, text);
    }

    @Test
    void nullIsNoFailureOfAStream() {
        byte[] body = envelopes(0, TWO, 2, "{\"error\":null}");
        assertThat(answering(200, body, "content-type", STREAM).count(1)).containsExactly(2);
    }

    @Test
    void streamWithoutAnEndIsInternalBehindItsMessages() {
        Counting stub = answering(200, envelopes(0, TWO), "content-type", STREAM);
        List<Integer> found = new ArrayList<>();
        assertFailure(() -> stub.count(1).forEach(found::add), StatusCode.INTERNAL, "");
        assertThat(found).containsExactly(2);
    }

    @Test
    void noAnswerToAStreamIsUnimplemented() {
        Counting stub = answering(200, envelopes(2, "{}"), "content-type", STREAM);
        assertFailure(() -> stub.total(Stream.of(1)), StatusCode.UNIMPLEMENTED, "without a message");
    }

    @Test
    void twoAnswersToAStreamAreUnimplemented() {
        Counting stub = answering(200, envelopes(0, TWO, 0, TWO, 2, "{}"), "content-type", STREAM);
        assertFailure(() -> stub.total(Stream.of(1)), StatusCode.UNIMPLEMENTED, "two messages");
    }

    @Test
    void anotherContentTypeIsUnknown() {
        Counting stub = answering(200, TWO, "content-type", "image/jpeg");
        assertFailure(() -> stub.next(1), StatusCode.UNKNOWN, "image/jpeg");
    }

    @Test
    void anotherCodecIsInternal() {
        Counting stub = answering(200, "{}".getBytes(UTF_8), "content-type", JSON);
        assertFailure(() -> stub.next(1), StatusCode.INTERNAL, JSON);
    }

    @Test
    void anotherCodecOfAStreamIsInternal() {
        Counting stub = answering(200, envelopes(0, "{}", 2, "{}"), "content-type", "application/connect+json");
        assertFailure(() -> stub.count(1).toList(), StatusCode.INTERNAL, "application/connect+json");
    }

    @Test
    void anotherCompressionIsInternal() {
        Counting stub = answering(200, TWO, "content-type", UNARY, "content-encoding", "foo");
        assertFailure(() -> stub.next(1), StatusCode.INTERNAL, "foo");
    }

    @Test
    void compressedMessageWithoutACompressionIsInternal() {
        byte[] body = envelopes(1, TWO, 2, "{}");
        Counting stub = answering(200, body, "content-type", STREAM, "connect-content-encoding", "identity");
        assertFailure(() -> stub.count(1).toList(), StatusCode.INTERNAL, "");
    }
}
