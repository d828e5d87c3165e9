package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests calls by Connect with streams, on envelopes as they cross. */
@Timeout(60)
final class ConnectStreamsTest {
    @RegisterExtension
    static final ShopServer SHOP = new ShopServer();

    private static byte[] envelope(int flags, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static byte[] envelopes(String... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String each : messages) {
            all.writeBytes(envelope(0, ShopServer.utf8(each)));
        }
        return all.toByteArray();
    }

    /** Returns envelopes as lines: the flags, a space and the text. */
    private static List<String> lines(byte[] body) {
        Stream.Builder<String> lines = Stream.builder();
        ByteBuffer rest = ByteBuffer.wrap(body);
        while (rest.hasRemaining()) {
            int flags = rest.get();
            byte[] message = new byte[rest.getInt()];
            rest.get(message);
            lines.add(flags + " " + new String(message, StandardCharsets.UTF_8));
        }
        return lines.build().toList();
    }

    @Test
    void streamOfResultsEndsWithTrailers() throws Exception {
        HttpResponse<byte[]> answer =
                SHOP.bytes(SHOP.post("List", "application/connect+json", envelopes("{\"count\":2}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/connect+json");
        assertThat(answer.headers().firstValue("seen")).contains("list");
        assertThat(lines(answer.body()))
                .containsExactly(
                        "0 {\"name\":\"item 0\"}",
                        "0 {\"id\":\"1\",\"name\":\"item 1\"}",
                        "2 {\"metadata\":{\"cost\":[\"7\"]}}");
    }

    @Test
    void streamFailsInItsLastEnvelope() throws Exception {
        HttpResponse<byte[]> answer =
                SHOP.bytes(SHOP.post("List", "application/connect+json", envelopes("{\"count\":-1}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(lines(answer.body()))
                .singleElement()
                .asString()
                .startsWith("2 {\"error\":{\"code\":\"out_of_range\",\"message\":\"a negative count\"}");
    }

    @Test
    void streamOfParametersIsAnsweredWithOneMessage() throws Exception {
        byte[] items = envelopes("{\"id\":3}", "{\"id\":\"4\"}", "{}");
        HttpResponse<byte[]> answer = SHOP.bytes(SHOP.post("Total", "application/connect+json", items));
        assertThat(lines(answer.body())).containsExactly("0 {\"result\":7}", "2 {}");
    }

    @Test
    void streamBesideOtherParametersIsJsonToo() throws Exception {
        byte[] items = envelopes(
                " {\"head\" : {\"text\":\"a \"} } ", "{\"item\":{\"name\":\"b\"}}", "{\n\"item\": {\"name\":\"}\"}}");
        HttpResponse<byte[]> answer = SHOP.bytes(SHOP.post("Label", "application/connect+json", items));
        assertThat(lines(answer.body())).containsExactly("0 {\"result\":\"a b\"}", "0 {\"result\":\"a }\"}", "2 {}");
        byte[] wrong = envelopes("{\"item\":{\"name\":\"b\"}}");
        assertThat(lines(SHOP.bytes(SHOP.post("Label", "application/connect+json", wrong))
                        .body()))
                .singleElement()
                .asString()
                .contains("invalid_argument")
                .contains("head first and once, then items");
    }

    static Stream<Arguments> wrongEnvelopes() {
        return Stream.of(
                Arguments.of("invalid_argument", "cut short", new byte[] {0, 0, 0, 0, 9, '{'}),
                Arguments.of("invalid_argument", "cut short", new byte[] {0, 0, 0}),
                Arguments.of("unimplemented", "a request without a message", new byte[0]),
                Arguments.of("unimplemented", "a request with two messages", envelopes("{}", "{}")),
                Arguments.of("internal", "flag 4", envelope(4, ShopServer.utf8("{}"))),
                Arguments.of("internal", "flag 2", envelope(2, ShopServer.utf8("{}"))),
                Arguments.of("internal", "names no encoding", envelope(1, ShopServer.utf8("{}"))),
                Arguments.of("resource_exhausted", "expected: at most 100000", new byte[] {0, 0x7f, 0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("wrongEnvelopes")
    void badEnvelopeIsRefused(String code, String why, byte[] body) throws Exception {
        HttpResponse<byte[]> answer = SHOP.bytes(SHOP.post("List", "application/connect+json", body));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(lines(answer.body()).get(0))
                .contains("\"code\":\"" + code + "\"")
                .contains(why);
    }

    @Test
    void compressedStreamIsAnsweredInKind() throws Exception {
        HttpResponse<byte[]> answer = SHOP.bytes(SHOP.post(
                        "Total",
                        "application/connect+json",
                        envelope(1, ShopServer.gzip(ShopServer.utf8("{\"id\":3}"))))
                .header("connect-content-encoding", "gzip"));
        assertThat(answer.headers().firstValue("connect-content-encoding")).contains("gzip");
        assertThat(lines(answer.body())).containsExactly("0 {\"result\":3}", "2 {}");
    }
}
