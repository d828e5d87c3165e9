package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.server.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests Connect by the JDK's client of HTTP/1.1, on bodies as they cross. */
@Timeout(60)
final class ConnectTest {
    private static final int MAX_MESSAGE = 100_000;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static RpcServer server;

    /** The service that is called. */
    @RpcService("shop.Shop")
    interface Shop {
        @Idempotent(sideEffects = false)
        Item find(long id) throws NoSuchItemException;

        Item put(Item item);

        /** Fails with that code. */
        void fail(int code);

        /** Never answers. */
        CompletionStage<Void> hold();

        Stream<Item> list(int count);

        int total(Stream<Item> items);

        /** Returns the names with the text before each. */
        Stream<String> label(String text, Stream<Item> items);
    }

    /** An item. */
    record Item(long id, String name) {}

    /** The declared exception. */
    static final class NoSuchItemException extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NoSuchItemException(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    private static final class Handler implements Shop {
        @Override
        public Item find(long id) throws NoSuchItemException {
            if (id > 1000) {
                throw new NoSuchItemException("no item " + id, id);
            }
            String caller = CallContext.current().metadata().text("caller");
            if (caller != null) {
                CallContext.current().replyMetadata(Metadata.of("seen", caller));
                CallContext.current().trailers(Metadata.of("cost", "7").with("raw-bin", new byte[] {0, 1, -1}));
            }
            return new Item(id, "item " + id);
        }

        @Override
        public Item put(Item item) {
            return item;
        }

        @Override
        public void fail(int code) {
            throw new RpcException(StatusCode.of(code), "failed as wanted").withMetadata(Metadata.of("why", "wanted"));
        }

        @Override
        public CompletionStage<Void> hold() {
            return new CompletableFuture<>();
        }

        @Override
        public Stream<Item> list(int count) {
            CallContext.current().replyMetadata(Metadata.of("seen", "list"));
            CallContext.current().trailers(Metadata.of("cost", "7"));
            if (count < 0) {
                throw new RpcException(StatusCode.OUT_OF_RANGE, "a negative count");
            }
            return IntStream.range(0, count).mapToObj(i -> new Item(i, "item " + i));
        }

        @Override
        public int total(Stream<Item> items) {
            return items.mapToInt(item -> (int) item.id()).sum();
        }

        @Override
        public Stream<String> label(String text, Stream<Item> items) {
            return items.map(item -> text + item.name());
        }
    }

    @BeforeAll
    static void start() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .settings(KernelSettings.DEFAULT.withMaxMessage(MAX_MESSAGE))
                .service(Shop.class, new Handler())
                .page("/panda", Page.text("panda"))
                .page("/shout", query -> Page.Content.text(query.toUpperCase(Locale.ROOT)))
                .page("/broken", query -> {
                    throw new IOException("no paper");
                })
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
    }

    private static HttpRequest.Builder post(String method, String type, byte[] body) {
        return request("/shop.Shop/" + method).header("content-type", type).POST(BodyPublishers.ofByteArray(body));
    }

    private static HttpRequest.Builder json(String method, String body) {
        return post(method, "application/json", utf8(body));
    }

    private static HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

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
            all.writeBytes(envelope(0, utf8(each)));
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzip(byte[] packed) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
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
    void jsonIsAnsweredWithJson() throws Exception {
        HttpResponse<String> answer = send(json("Put", "{\"item\":{\"id\":\"7\",\"name\":\"Käse\"}}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"id\":\"7\",\"name\":\"Käse\"}");
        assertThat(answer.headers().map()).containsOnlyKeys("content-type", "content-length", "date");
    }

    @Test
    void protobufIsAnsweredWithProtobuf() throws Exception {
        byte[] id = {8, 7};
        HttpResponse<byte[]> answer = bytes(post("Find", "application/proto", id));
        assertThat(answer.headers().firstValue("content-type")).contains("application/proto");
        assertThat(answer.body()).isEqualTo(new byte[] {8, 7, 18, 6, 'i', 't', 'e', 'm', ' ', '7'});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=\"UTF-8\""})
    void contentTypeIsReadAsHttpHasIt(String type) throws Exception {
        assertThat(send(post("Find", type, utf8("{\"id\":7}"))).statusCode()).isEqualTo(200);
    }

    @Test
    void metadataIsInHeadersAndTrailersAreToo() throws Exception {
        HttpResponse<String> answer = send(json("Find", "{\"id\":7}").header("caller", "Ann"));
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
        HttpResponse<String> answer = send(json("Fail", "{\"code\":" + code + "}"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("trailer-why")).contains("wanted");
        assertThat(answer.body()).isEqualTo("{\"code\":\"" + name + "\",\"message\":\"failed as wanted\"}");
    }

    @Test
    void declaredExceptionIsADetail() throws Exception {
        String body = send(json("Find", "{\"id\":\"2000\"}")).body();
        String value = Base64.getEncoder().withoutPadding().encodeToString(new byte[] {
            10, 12, 'n', 'o', ' ', 'i', 't', 'e', 'm', ' ', '2', '0', '0', '0', 16, (byte) 0xd0, 15
        });
        assertThat(body)
                .contains("\"code\":\"unknown\"")
                .contains("\"details\":[{\"type\":\"shop.NoSuchItemException\",\"value\":\"" + value
                        + "\",\"debug\":{\"message\":\"no item 2000\",\"id\":\"2000\"}}]");
        String binary = send(post("Find", "application/proto", new byte[] {8, (byte) 0xd0, 15}))
                .body();
        assertThat(binary).contains("\"value\":\"" + value + "\"}]").doesNotContain("debug");
    }

    @Test
    void methodWithoutSideEffectsIsCalledByGet() throws Exception {
        String message = URLEncoder.encode("{\"id\":7}", StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(request("/shop.Shop/Find?connect=v1&encoding=json&message=" + message));
        assertThat(answer.body()).isEqualTo("{\"id\":\"7\",\"name\":\"item 7\"}");
        String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(gzip(new byte[] {8, 7}));
        HttpResponse<byte[]> binary =
                bytes(request("/shop.Shop/Find?encoding=proto&base64=1&compression=gzip&message=" + packed)
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
        HttpResponse<String> answer = send(request("/shop.Shop/Find?" + query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    @Test
    void requestThatIsNoCallIsRefusedWithWhatThereIs() throws Exception {
        HttpResponse<String> path = send(request("/shop.Shop/Nix"));
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(path.body()).contains("unimplemented").contains("expected one of: fail, find");
        HttpResponse<String> method = send(request("/shop.Shop/Put"));
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("POST");
        HttpResponse<String> get = send(request("/shop.Shop/Find").PUT(BodyPublishers.ofString("x")));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("allow")).contains("GET, POST");
        for (String type :
                List.of("text/plain", "application/xml", "application/json; charset=utf-16", "application")) {
            HttpResponse<String> unknown = send(post("Put", type, utf8("{}")));
            assertThat(unknown.statusCode()).as(type).isEqualTo(415);
            assertThat(unknown.headers().firstValue("accept-post").orElseThrow())
                    .startsWith("application/json, application/proto, ");
        }
        assertThat(send(json("List", "{}")).statusCode()).isEqualTo(415);
        assertThat(send(post("Put", "application/connect+json", utf8("{}"))).statusCode())
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
        HttpResponse<String> answer = send(json("Find", "{}").header(name, value));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    @Test
    void deadlineIsTheServersToo() throws Exception {
        HttpResponse<String> answer = send(json("Hold", "{}").header("connect-timeout-ms", "50"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).startsWith("{\"code\":\"deadline_exceeded\"");
        assertThat(send(json("Hold", "{}").header("connect-timeout-ms", "0")).statusCode())
                .isEqualTo(504);
    }

    @Test
    void compressedRequestIsAnsweredInKind() throws Exception {
        String text = "{\"item\":{\"id\":\"7\",\"name\":\"" + "long ".repeat(2000) + "\"}}";
        HttpResponse<byte[]> answer = bytes(post("Put", "application/json", gzip(utf8(text)))
                .header("content-encoding", "gzip")
                .header("accept-encoding", "br, gzip"));
        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(new String(gunzip(answer.body()), StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"7\",\"name\":\"long long ");
        HttpResponse<byte[]> broken =
                bytes(post("Put", "application/json", utf8("no gzip")).header("content-encoding", "gzip"));
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void longMessageIsRefusedByItsLengthOrByWhatComes() throws Exception {
        String body = "{\"item\":{\"name\":\"" + "x".repeat(MAX_MESSAGE) + "\"}}";
        HttpResponse<String> told = send(json("Put", body));
        assertThat(told.statusCode()).isEqualTo(413);
        assertThat(told.body()).contains("\"code\":\"resource_exhausted\"").contains("(expected: at most 100000)");
        HttpRequest.Builder chunks = request("/shop.Shop/Put")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(utf8(body))));
        HttpResponse<String> found = send(chunks);
        assertThat(found.statusCode()).isEqualTo(429);
        assertThat(found.body()).contains("\"code\":\"resource_exhausted\"");
    }

    @Test
    void longBodyThatComesInPartsIsReadWhole() throws Exception {
        String name = "x".repeat(MAX_MESSAGE - 100);
        HttpRequest.Builder chunks = request("/shop.Shop/Put")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(utf8("{\"item\":{\"name\":\"" + name + "\"}}"))));
        assertThat(send(chunks).body()).isEqualTo("{\"name\":\"" + name + "\"}");
    }

    @Test
    void streamOfResultsEndsWithTrailers() throws Exception {
        HttpResponse<byte[]> answer = bytes(post("List", "application/connect+json", envelopes("{\"count\":2}")));
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
        HttpResponse<byte[]> answer = bytes(post("List", "application/connect+json", envelopes("{\"count\":-1}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(lines(answer.body()))
                .singleElement()
                .asString()
                .startsWith("2 {\"error\":{\"code\":\"out_of_range\",\"message\":\"a negative count\"}");
    }

    @Test
    void streamOfParametersIsAnsweredWithOneMessage() throws Exception {
        byte[] items = envelopes("{\"id\":3}", "{\"id\":\"4\"}", "{}");
        HttpResponse<byte[]> answer = bytes(post("Total", "application/connect+json", items));
        assertThat(lines(answer.body())).containsExactly("0 {\"result\":7}", "2 {}");
    }

    @Test
    void streamBesideOtherParametersIsJsonToo() throws Exception {
        byte[] items = envelopes(
                " {\"head\" : {\"text\":\"a \"} } ", "{\"item\":{\"name\":\"b\"}}", "{\n\"item\": {\"name\":\"}\"}}");
        HttpResponse<byte[]> answer = bytes(post("Label", "application/connect+json", items));
        assertThat(lines(answer.body())).containsExactly("0 {\"result\":\"a b\"}", "0 {\"result\":\"a }\"}", "2 {}");
        byte[] wrong = envelopes("{\"item\":{\"name\":\"b\"}}");
        assertThat(lines(bytes(post("Label", "application/connect+json", wrong)).body()))
                .singleElement()
                .asString()
                .contains("invalid_argument")
                .contains("head first and once, then items");
    }

    static Stream<Arguments> wrongEnvelopes() {
        return Stream.of(
                Arguments.of("invalid_argument", "cut short", new byte[] {0, 0, 0, 0, 9, '{'}),
                Arguments.of("invalid_argument", "cut short", new byte[] {0, 0, 0}),
                Arguments.of("invalid_argument", "a request without a message", new byte[0]),
                Arguments.of("invalid_argument", "a request with two messages", envelopes("{}", "{}")),
                Arguments.of("internal", "flag 4", envelope(4, utf8("{}"))),
                Arguments.of("internal", "flag 2", envelope(2, utf8("{}"))),
                Arguments.of("internal", "names no encoding", envelope(1, utf8("{}"))),
                Arguments.of("resource_exhausted", "expected: at most 100000", new byte[] {0, 0x7f, 0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("wrongEnvelopes")
    void badEnvelopeIsRefused(String code, String why, byte[] body) throws Exception {
        HttpResponse<byte[]> answer = bytes(post("List", "application/connect+json", body));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(lines(answer.body()).get(0))
                .contains("\"code\":\"" + code + "\"")
                .contains(why);
    }

    @Test
    void compressedStreamIsAnsweredInKind() throws Exception {
        HttpResponse<byte[]> answer =
                bytes(post("Total", "application/connect+json", envelope(1, gzip(utf8("{\"id\":3}"))))
                        .header("connect-content-encoding", "gzip"));
        assertThat(answer.headers().firstValue("connect-content-encoding")).contains("gzip");
        assertThat(lines(answer.body())).containsExactly("0 {\"result\":3}", "2 {}");
    }

    @Test
    void pagesAreServedBesideCalls() throws Exception {
        HttpResponse<String> page = send(request("/panda"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("panda");
        assertThat(page.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(send(request("/shout?a=b")).body()).isEqualTo("A=B");
        HttpResponse<String> head = send(request("/panda").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("content-length")).contains("5");
        HttpResponse<String> post = send(request("/panda").POST(BodyPublishers.ofString("x")));
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
        HttpResponse<String> broken = send(request("/broken"));
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("paper");
    }
}
