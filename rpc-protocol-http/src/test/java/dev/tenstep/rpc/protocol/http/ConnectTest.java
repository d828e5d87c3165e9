package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests calls by Connect without streams, refusals and pages, on bodies as they cross. */
@Timeout(60)
final class ConnectTest {
    @RegisterExtension
    static final ShopServer SHOP = new ShopServer();

    private static byte[] gunzip(byte[] packed) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }

    @Test
    void jsonIsAnsweredWithJson() throws Exception {
        HttpResponse<String> answer = SHOP.send(SHOP.json("Put", "{\"item\":{\"id\":\"7\",\"name\":\"Käse\"}}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"id\":\"7\",\"name\":\"Käse\"}");
        assertThat(answer.headers().map()).containsOnlyKeys("content-type", "content-length", "date");
    }

    @Test
    void protobufIsAnsweredWithProtobuf() throws Exception {
        byte[] id = {8, 7};
        HttpResponse<byte[]> answer = SHOP.bytes(SHOP.post("Find", "application/proto", id));
        assertThat(answer.headers().firstValue("content-type")).contains("application/proto");
        assertThat(answer.body()).isEqualTo(new byte[] {8, 7, 18, 6, 'i', 't', 'e', 'm', ' ', '7'});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=\"UTF-8\""})
    void contentTypeIsReadAsHttpHasIt(String type) throws Exception {
        assertThat(SHOP.send(SHOP.post("Find", type, ShopServer.utf8("{\"id\":7}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void metadataIsInHeadersAndTrailersAreToo() throws Exception {
        HttpResponse<String> answer = SHOP.send(SHOP.json("Find", "{\"id\":7}").header("caller", "Ann"));
        assertThat(answer.headers().firstValue("seen")).contains("Ann");
        assertThat(answer.headers().firstValue("trailer-cost")).contains("7");
        assertThat(answer.headers().firstValue("trailer-raw-bin")).contains("AAH/");
    }

    @ParameterizedTest
    @CsvSource({
        "1,499,canceled",
        "2,500,unknown",
        "3,400,invalid_argument",
        "4,504,deadline_exceeded",
        "5,404,not_found",
        "6,409,already_exists",
        "7,403,permission_denied",
        "8,429,resource_exhausted",
        "9,400,failed_precondition",
        "10,409,aborted",
        "11,400,out_of_range",
        "12,501,unimplemented",
        "13,500,internal",
        "14,503,unavailable",
        "15,500,data_loss",
        "16,401,unauthenticated"
    })
    void eachCodeHasItsNameAndStatus(int code, int status, String name) throws Exception {
        HttpResponse<String> answer = SHOP.send(SHOP.json("Fail", "{\"code\":" + code + "}"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("trailer-why")).contains("wanted");
        assertThat(answer.body()).isEqualTo("{\"code\":\"" + name + "\",\"message\":\"failed as wanted\"}");
    }

    @Test
    void declaredExceptionIsADetail() throws Exception {
        String body = SHOP.send(SHOP.json("Find", "{\"id\":\"2000\"}")).body();
        String value = Base64.getEncoder().withoutPadding().encodeToString(new byte[] {
            10, 12, 'n', 'o', ' ', 'i', 't', 'e', 'm', ' ', '2', '0', '0', '0', 16, (byte) 0xd0, 15
        });
        assertThat(body)
                .contains("\"code\":\"unknown\"")
                .contains("\"details\":[{\"type\":\"shop.NoSuchItemException\",\"value\":\"" + value
                        + "\",\"debug\":{\"message\":\"no item 2000\",\"id\":\"2000\"}}]");
        String binary = SHOP.send(SHOP.post("Find", "application/proto", new byte[] {8, (byte) 0xd0, 15}))
                .body();
        assertThat(binary).contains("\"value\":\"" + value + "\"}]").doesNotContain("debug");
    }

    @Test
    void methodWithoutSideEffectsIsCalledByGet() throws Exception {
        String message = URLEncoder.encode("{\"id\":7}", StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                SHOP.send(SHOP.request("/shop.Shop/Find?connect=v1&encoding=json&message=" + message));
        assertThat(answer.body()).isEqualTo("{\"id\":\"7\",\"name\":\"item 7\"}");
        String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(ShopServer.gzip(new byte[] {8, 7}));
        HttpResponse<byte[]> binary =
                SHOP.bytes(SHOP.request("/shop.Shop/Find?encoding=proto&base64=1&compression=gzip&message=" + packed)
                        .header("accept-encoding", "gzip"));
        assertThat(binary.statusCode()).isEqualTo(200);
        assertThat(binary.headers().firstValue("content-type")).contains("application/proto");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoding=json | 400 | a query without message",
                "message=%7B%7D | 400 | a query without encoding",
                "encoding=json&message=a&message=b | 400 | message twice",
                "encoding=json&base64=1&message=*** | 400 | not URL-safe Base64",
                "encoding=json&base64=2&message=a | 400 | base64: 2 (expected: 0 or 1)",
                "connect=v2&encoding=json&message=a | 400 | connect: v2 (expected: v1)",
                "encoding=xml&message=a | 415 | encoding: xml (expected: json or proto)",
                "encoding=json&compression=br&message=a | 501 | compression: br (expected one of: identity,gzip",
                "encoding=json&message=%7Bx | 400 | cannot be read with protobuf-json"
            })
    void badQueryIsRefused(String query, int status, String why) throws Exception {
        HttpResponse<String> answer = SHOP.send(SHOP.request("/shop.Shop/Find?" + query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    @Test
    void requestThatIsNoCallIsRefusedWithWhatThereIs() throws Exception {
        HttpResponse<String> path = SHOP.send(SHOP.request("/shop.Shop/Nix"));
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).contains("unimplemented").contains("expected one of: fail, find");
        HttpResponse<String> method = SHOP.send(SHOP.request("/shop.Shop/Put"));
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("POST");
        HttpResponse<String> get = SHOP.send(SHOP.request("/shop.Shop/Find").PUT(BodyPublishers.ofString("x")));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("allow")).contains("GET, POST");
        for (String type :
                List.of("text/plain", "application/xml", "application/json; charset=utf-16", "application")) {
            HttpResponse<String> unknown = SHOP.send(SHOP.post("Put", type, ShopServer.utf8("{}")));
            assertThat(unknown.statusCode()).as(type).isEqualTo(415);
            assertThat(unknown.headers().firstValue("accept-post").orElseThrow())
                    .startsWith("application/json, application/proto, ");
        }
        assertThat(SHOP.send(SHOP.json("List", "{}")).statusCode()).isEqualTo(415);
        assertThat(SHOP.send(SHOP.post("Put", "application/connect+json", ShopServer.utf8("{}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect-protocol-version | 2 | 400 | connect-protocol-version: 2 (expected: 1)",
                "connect-timeout-ms | 1s | 400 | connect-timeout-ms: 1s (expected: 1 to 10 digits)",
                "connect-timeout-ms | 12345678901 | 400 | (expected: 1 to 10 digits)",
                "connect-timeout-ms | -1 | 400 | (expected: 1 to 10 digits)",
                "content-encoding | br | 501 | content-encoding: br (expected one of: identity,gzip",
                "raw-bin | *** | 400 | metadata key raw-bin"
            })
    void badFieldIsRefused(String name, String value, int status, String why) throws Exception {
        HttpResponse<String> answer = SHOP.send(SHOP.json("Find", "{}").header(name, value));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    @Test
    void deadlineIsTheServersToo() throws Exception {
        HttpResponse<String> answer = SHOP.send(SHOP.json("Hold", "{}").header("connect-timeout-ms", "50"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).startsWith("{\"code\":\"deadline_exceeded\"");
        assertThat(SHOP.send(SHOP.json("Hold", "{}").header("connect-timeout-ms", "0"))
                        .statusCode())
                .isEqualTo(504);
    }

    @Test
    void compressedRequestIsAnsweredInKind() throws Exception {
        String text = "{\"item\":{\"id\":\"7\",\"name\":\"" + "long ".repeat(2000) + "\"}}";
        HttpResponse<byte[]> answer =
                SHOP.bytes(SHOP.post("Put", "application/json", ShopServer.gzip(ShopServer.utf8(text)))
                        .header("content-encoding", "gzip")
                        .header("accept-encoding", "br, gzip"));
        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(new String(gunzip(answer.body()), StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"7\",\"name\":\"long long ");
        HttpResponse<byte[]> broken = SHOP.bytes(
                SHOP.post("Put", "application/json", ShopServer.utf8("no gzip")).header("content-encoding", "gzip"));
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void longMessageIsRefusedByItsLengthOrByWhatComes() throws Exception {
        String body = "{\"item\":{\"name\":\"" + "x".repeat(ShopServer.MAX_MESSAGE) + "\"}}";
        HttpResponse<String> told = SHOP.send(SHOP.json("Put", body));
        assertThat(told.statusCode()).isEqualTo(413);
        assertThat(told.body()).contains("\"code\":\"resource_exhausted\"").contains("(expected: at most 100000)");
        HttpRequest.Builder chunks = SHOP.request("/shop.Shop/Put")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(ShopServer.utf8(body))));
        HttpResponse<String> found = SHOP.send(chunks);
        assertThat(found.statusCode()).isEqualTo(429);
        assertThat(found.body()).contains("\"code\":\"resource_exhausted\"");
    }

    @Test
    void longBodyThatComesInPartsIsReadWhole() throws Exception {
        String name = "x".repeat(ShopServer.MAX_MESSAGE - 100);
        HttpRequest.Builder chunks = SHOP.request("/shop.Shop/Put")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(ShopServer.utf8("{\"item\":{\"name\":\"" + name + "\"}}"))));
        assertThat(SHOP.send(chunks).body()).isEqualTo("{\"name\":\"" + name + "\"}");
    }

    @Test
    void pagesAreServedBesideCalls() throws Exception {
        HttpResponse<String> page = SHOP.send(SHOP.request("/panda"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("panda");
        assertThat(page.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(SHOP.send(SHOP.request("/shout?a=b")).body()).isEqualTo("A=B");
        HttpResponse<String> head = SHOP.send(SHOP.request("/panda").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("content-length")).contains("5");
        HttpResponse<String> post = SHOP.send(SHOP.request("/panda").POST(BodyPublishers.ofString("x")));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
        HttpResponse<String> broken = SHOP.send(SHOP.request("/broken"));
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("paper");
    }
}
