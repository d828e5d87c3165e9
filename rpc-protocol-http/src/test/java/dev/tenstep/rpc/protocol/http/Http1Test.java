package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests HTTP/1.1's manners and refusals: what is wrong with a request ends its connection and no other. */
@Timeout(60)
final class Http1Test {
    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT.withHelloTimeout(Duration.ofSeconds(1)));

    private static final String HOST = "host: localhost\r\n";
    private static final String LAST = "connection: close\r\n";
    private static final String TEXT = "content-type: text/plain\r\n";

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends parts to the server, and reads until it closes. */
    private static String answer(String... parts) throws IOException {
        SERVER.attacker(new RawPeer(SERVER.address()));
        for (String part : parts) {
            SERVER.attacker().send(ascii(part));
        }
        return SERVER.attacker().textUntilClosed();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** Returns the number of status lines. */
    private static int answers(String text) {
        return text.split("HTTP/1.1 [1-5]", -1).length - 1;
    }

    private static String post(String fields, String body) {
        return "POST /Counting/Next HTTP/1.1\r\n" + HOST + TEXT + fields + "\r\n" + body;
    }

    static Stream<Arguments> refusals() {
        String request = "GET / HTTP/1.1\r\n";
        return Stream.of(
                Arguments.of(400, "two lengths", post("content-length: 1\r\ncontent-length: 1\r\n", "")),
                Arguments.of(400, "both lengths", post("content-length: 1\r\ntransfer-encoding: chunked\r\n", "")),
                Arguments.of(400, "a length that is a sum", post("content-length: +1\r\n", "")),
                Arguments.of(400, "a length of two values", post("content-length: 1, 1\r\n", "")),
                Arguments.of(400, "an empty length", post("content-length:\r\n", "")),
                Arguments.of(
                        400, "chunked twice", post("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n", "")),
                Arguments.of(501, "another encoding", post("transfer-encoding: gzip, chunked\r\n", "")),
                Arguments.of(400, "a folded line", request + HOST + "a: b\r\n c\r\n\r\n"),
                Arguments.of(400, "a bare line feed", request + "host: localhost\n\r\n"),
                Arguments.of(400, "a bare line feed in the end", request + HOST + "\n"),
                Arguments.of(400, "a bare carriage return", request + HOST + "a: b\rc: d\r\n\r\n"),
                Arguments.of(400, "a space before a colon", request + HOST + "a : b\r\n\r\n"),
                Arguments.of(400, "a name with a space", request + HOST + "a b: c\r\n\r\n"),
                Arguments.of(400, "a line without a colon", request + HOST + "abc\r\n\r\n"),
                Arguments.of(400, "an empty name", request + HOST + ": b\r\n\r\n"),
                Arguments.of(400, "a zero byte", request + HOST + "a: b\0c\r\n\r\n"),
                Arguments.of(400, "no host", request + "\r\n"),
                Arguments.of(400, "two hosts", request + HOST + HOST + "\r\n"),
                Arguments.of(400, "two spaces", "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(400, "no version", "GET /\r\n" + HOST + "\r\n"),
                Arguments.of(400, "a target that is no path", "GET x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(505, "another version", "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                Arguments.of(417, "an unknown expectation", post("expect: tea\r\n", "")),
                Arguments.of(400, "chunks of HTTP/1.0", "POST / HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n"),
                Arguments.of(414, "a long line", "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(414, "a long line without an end", "GET /" + "x".repeat(9000)),
                Arguments.of(431, "a long head", request + HOST + "a: " + "x".repeat(20_000) + "\r\n\r\n"),
                Arguments.of(
                        431,
                        "a long head without an end",
                        request + HOST + ("a: " + "x".repeat(500) + "\r\n").repeat(50)),
                Arguments.of(400, "a chunk without a size", post("transfer-encoding: chunked\r\n", "\r\n")),
                Arguments.of(400, "a chunk of size x", post("transfer-encoding: chunked\r\n", "x\r\n")),
                Arguments.of(400, "a negative chunk", post("transfer-encoding: chunked\r\n", "-1\r\n")),
                Arguments.of(400, "a chunk of 2^64", post("transfer-encoding: chunked\r\n", "10000000000000000\r\n")),
                Arguments.of(400, "a bare line feed after a size", post("transfer-encoding: chunked\r\n", "1\nx\r\n")),
                Arguments.of(
                        400,
                        "an extension without end",
                        post("transfer-encoding: chunked\r\n", "1;" + "x".repeat(300))),
                Arguments.of(
                        400,
                        "a chunk that is too long",
                        post("transfer-encoding: chunked\r\n", "1\r\nxyz\r\n0\r\n\r\n")),
                Arguments.of(408, "half a head", request + "host: loc"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void refusalClosesTheConnection(int status, String what, String request) throws IOException {
        String answer = answer(request);
        assertThat(answer).as(what).startsWith("HTTP/1.1 " + status + " ").contains("\r\nconnection: close\r\n");
        assertThat(answers(answer)).isEqualTo(1);
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInOrder() throws IOException {
        String answer = answer(post("content-length: 3\r\n", "abc")
                + post("transfer-encoding: chunked\r\n", "2;x=y\r\nab\r\n0\r\nt: u\r\n\r\n") + "\r\n" + post(LAST, ""));
        assertThat(count(answer, "HTTP/1.1 415 Unsupported Media Type\r\n")).isEqualTo(3);
        assertThat(count(answer, "connection: close")).isEqualTo(1);
        assertThat(count(answer, "\r\ndate: ")).isEqualTo(3);
        assertThat(answer).doesNotContain("chunked");
    }

    @Test
    void requestMayBeCutAnywhere() throws IOException {
        String request = post("transfer-encoding: chunked\r\n" + LAST, "3\r\nabc\r\n0\r\n\r\n");
        String whole = answer(request);
        for (int i = 1; i < request.length(); i++) {
            assertThat(answer(request.substring(0, i), request.substring(i)).replaceAll("date: .*", ""))
                    .as("cut at " + i)
                    .isEqualTo(whole.replaceAll("date: .*", ""));
        }
    }

    @Test
    void clientIsToldToContinue() throws IOException {
        SERVER.attacker(new RawPeer(SERVER.address()));
        RawPeer client = SERVER.attacker();
        client.send(ascii(post("expect: 100-continue\r\ncontent-length: 2\r\n" + LAST, "")));
        assertThat(client.text("HTTP/1.1 100 Continue\r\n\r\n".length())).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        client.send(ascii("ab"));
        assertThat(client.textUntilClosed()).startsWith("HTTP/1.1 415 ");
    }

    @Test
    void oldClientsConnectionIsClosedUnlessItSaysOtherwise() throws IOException {
        String once = "POST / HTTP/1.0\r\n" + TEXT + "\r\n";
        assertThat(answer(once)).startsWith("HTTP/1.1 404 ").contains("\r\nconnection: close\r\n");
        String kept = "POST / HTTP/1.0\r\nconnection: keep-alive\r\n" + TEXT + "\r\n";
        String answer = answer(kept + once);
        assertThat(count(answer, "HTTP/1.1 404 ")).isEqualTo(2);
        assertThat(answer).contains("\r\nconnection: keep-alive\r\n");
    }

    @Test
    void headHasNoBody() throws IOException {
        String answer = answer("HEAD / HTTP/1.1\r\n" + HOST + LAST + TEXT + "\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .contains("\r\ncontent-length: ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void grpcIsToldThatItNeedsHttp2() throws IOException {
        String answer = answer("POST /Counting/Next HTTP/1.1\r\n" + HOST + LAST
                + "content-type: application/grpc\r\ncontent-length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 505 ").contains("gRPC needs HTTP/2 from the first byte");
    }

    @Test
    void bodyThatIsNotReadIsNotTakenForARequest() throws IOException {
        String inner = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";
        String answer = answer(post("content-length: 1000000\r\n", "x".repeat(100_000)), inner);
        assertThat(answers(answer)).isEqualTo(1);
        assertThat(answer).contains("\r\nconnection: close\r\n");
    }

    @Test
    void clientThatGoesAwayInTheMiddleLeavesNothingBehind() throws IOException {
        for (String part :
                Arrays.asList("PO", post("content-length: 9\r\n", ""), post("content-length: 9\r\n", "abc"))) {
            SERVER.attacker(new RawPeer(SERVER.address()));
            SERVER.attacker().send(ascii(part));
            SERVER.victim().awaitMore();
            SERVER.attacker().close();
        }
    }

    @Test
    void callByGrpcWebIsAnsweredWithTheStatusInTheBody() throws IOException {
        String message = new String(Attacked.number("next", 7), StandardCharsets.ISO_8859_1);
        String request = "POST /Counting/Next HTTP/1.1\r\n" + HOST + "content-type: application/grpc-web+tiny\r\n";
        String result =
                new String(RawFrames.message(Messages.result(Counting.class, "next", 8)), StandardCharsets.ISO_8859_1);
        String answer = answer(request + "content-length: " + message.length() + "\r\n\r\n" + message
                + request + LAST + "transfer-encoding: chunked\r\n\r\n"
                + Integer.toHexString(message.length()) + "\r\n" + message + "\r\n0\r\n\r\n");
        assertThat(count(answer, "HTTP/1.1 200 OK\r\n")).isEqualTo(2);
        assertThat(count(answer, "\r\n" + Integer.toHexString(result.length()) + "\r\n" + result + "\r\n"))
                .isEqualTo(2);
        assertThat(count(answer, "grpc-status: 0\r\n")).isEqualTo(2);
        assertThat(answer).endsWith("\r\n0\r\n\r\n");
    }
}
