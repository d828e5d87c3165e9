package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what pages of other origins may do, and metadata as they read it. */
@Timeout(60)
final class CorsTest {
    private static final String WEB = "application/grpc-web+tiny";
    private static final String APP = "https://app.example.com";
    private static final String EVIL = "https://evil.example.com";

    @RpcService("Hello")
    interface Hello {
        String hello(String name);
    }

    private static String greet(String name) {
        if (name.isEmpty()) {
            return "hello";
        }
        CallContext context = Objects.requireNonNull(CallContext.current());
        context.replyMetadata(Metadata.of("served-by", "a"));
        context.trailers(Metadata.of("cost", "7").with("raw-bin", new byte[] {1, 2}));
        return "hello " + name;
    }

    private static RpcServer serve(String... origins) {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Hello.class, CorsTest::greet)
                .config(origins.length == 0 ? Map.of() : Map.of("rpc.server.http.origins", String.join(",", origins)))
                .start();
    }

    private static Outcome ask(RpcServer server, String method, byte[] body, String... fields) throws Exception {
        try (RawPeer client = RawPeer.greeted(server.address())) {
            byte[] head = Head.request(method, "http", "localhost", "/Hello/Hello", Fields.of(fields))
                    .hpack();
            RawFrames frames = new RawFrames().headers(1, body.length == 0, head);
            client.send(body.length == 0 ? frames : frames.data(1, true, body));
            return client.response(1);
        }
    }

    private static Outcome preflight(RpcServer server, String origin) throws Exception {
        return ask(
                server,
                "OPTIONS",
                new byte[0],
                "origin",
                origin,
                "access-control-request-method",
                "POST",
                "access-control-request-headers",
                "authorization,content-type,x-grpc-web");
    }

    private static Outcome call(RpcServer server, String origin) throws Exception {
        byte[] body = RawFrames.message(Messages.parameters(Hello.class, "hello", "shen"));
        return ask(server, "POST", body, "content-type", WEB, "origin", origin);
    }

    @Test
    void preflightOfAnOriginOnTheListIsAllowed() throws Exception {
        try (RpcServer server = serve("http://localhost:5173", APP)) {
            Outcome outcome = preflight(server, APP);
            assertThat(outcome.fields())
                    .isEqualTo(Map.of(
                            ":status", "204",
                            "access-control-allow-origin", APP,
                            "access-control-allow-methods", "GET, POST",
                            "access-control-allow-headers", "authorization,content-type,x-grpc-web",
                            "access-control-max-age", "7200",
                            "vary", "origin"));
            assertThat(outcome.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EVIL, "null", "http://app.example.com", "https://app.example.com:8443"})
    void anotherOriginIsTurnedAwayAndItsCallsSayNothing(String origin) throws Exception {
        try (RpcServer server = serve(APP)) {
            Outcome refused = preflight(server, origin);
            assertThat(refused.fields()).containsEntry(":status", "403").noneSatisfy((name, value) -> assertThat(name)
                    .startsWith("access-control"));
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("origin: " + origin);
            assertThat(call(server, origin).fields())
                    .containsEntry(":status", "200")
                    .noneSatisfy((name, value) -> assertThat(name).startsWith("access-control"));
        }
    }

    @Test
    void withoutTheKeyThereIsNoCors() throws Exception {
        try (RpcServer server = serve()) {
            assertThat(preflight(server, APP).fields())
                    .containsEntry(":status", "405")
                    .noneSatisfy((name, value) -> assertThat(name).startsWith("access-control"));
            assertThat(call(server, APP).fields())
                    .noneSatisfy((name, value) -> assertThat(name).startsWith("access-control"));
        }
    }

    @Test
    void anyOriginMayBeAllowed() throws Exception {
        try (RpcServer server = serve("*")) {
            assertThat(preflight(server, EVIL).fields())
                    .containsEntry(":status", "204")
                    .containsEntry("access-control-allow-origin", "*")
                    .doesNotContainKey("vary");
            assertThat(call(server, EVIL).fields()).containsEntry("access-control-allow-origin", "*");
        }
    }

    @Test
    void answerExposesItsStatusAndMetadataAndTrailersAreInTheBody() throws Exception {
        try (RpcServer server = serve(APP)) {
            Outcome outcome = call(server, APP);
            assertThat(outcome.fields())
                    .isEqualTo(Map.of(
                            ":status",
                            "200",
                            "content-type",
                            WEB,
                            "grpc-accept-encoding",
                            "identity,gzip,zstd",
                            "served-by",
                            "a",
                            "access-control-allow-origin",
                            APP,
                            "vary",
                            "origin",
                            "access-control-expose-headers",
                            "grpc-status,grpc-message,grpc-status-details-bin,content-type,grpc-accept-encoding,"
                                    + "served-by"));
            byte[] result = RawFrames.message(Messages.result(Hello.class, "hello", "hello shen"));
            byte[] lines = "grpc-status: 0\r\ncost: 7\r\nraw-bin: AQI\r\n".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer all = ByteBuffer.allocate(result.length + 5 + lines.length);
            all.put(result).put((byte) 0x80).putInt(lines.length).put(lines);
            assertThat(outcome.body()).isEqualTo(all.array());
        }
    }

    @Test
    void refusalsMayBeReadToo() throws Exception {
        try (RpcServer server = serve(APP)) {
            assertThat(ask(server, "POST", new byte[0], "content-type", WEB, "origin", APP)
                            .fields())
                    .containsEntry("grpc-status", "13")
                    .containsEntry("access-control-allow-origin", APP);
            assertThat(ask(server, "POST", new byte[0], "content-type", "text/html", "origin", APP)
                            .fields())
                    .containsEntry(":status", "415")
                    .containsEntry("access-control-allow-origin", APP);
        }
    }

    @Test
    void answersOfOneConnectionAreForTheOriginThatAsks() throws Exception {
        byte[] body = RawFrames.message(Messages.parameters(Hello.class, "hello", ""));
        String[] origins = {APP, EVIL, APP, "http://localhost", APP, "http://localhost"};
        try (RpcServer server = serve(APP, "http://localhost");
                RawPeer client = RawPeer.greeted(server.address())) {
            for (int i = 0; i < origins.length; i++) {
                Fields fields = Fields.of("content-type", WEB, "origin", origins[i]);
                byte[] head = Head.request("POST", "http", "localhost", "/Hello/Hello", fields)
                        .hpack();
                client.send(new RawFrames().headers(2 * i + 1, false, head).data(2 * i + 1, true, body));
                String allowed = client.response(2 * i + 1).fields().get("access-control-allow-origin");
                assertThat(allowed).isEqualTo(origins[i].equals(EVIL) ? null : origins[i]);
            }
        }
    }

    @Test
    void anOptionsRequestThatIsNoPreflightIsNotAllowed() throws Exception {
        try (RpcServer server = serve(APP)) {
            assertThat(ask(server, "OPTIONS", new byte[0], "content-type", WEB, "origin", APP)
                            .fields())
                    .containsEntry(":status", "405");
        }
    }

    @ParameterizedTest
    @CsvSource({"app.example.com", "https://app.example.com/", "https://", "null", "'*,'"})
    void whatIsNoOriginIsRefusedWhenTheServerStarts(String origins) {
        assertThatThrownBy(() -> serve(origins))
                .hasMessageContaining("rpc.server.http.origins")
                .hasMessageContaining("an origin such as https://example.com, or *");
    }
}
