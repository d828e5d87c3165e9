package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls a server on connect-node, which speaks Connect, gRPC-Web and gRPC over HTTP/1.1 and HTTP/2. */
@Timeout(300)
final class WebServerTest {
    @BeforeAll
    static void install() throws Exception {
        Web.install();
    }

    private static RpcClient.Builder grpc(Program server) {
        return RpcClient.builder()
                .to(server.awaitAddress().split(" ")[1])
                .protocol("grpc")
                .serializer("protobuf");
    }

    /** Returns the builder of a client that speaks Connect in that version of HTTP, whose address the server prints. */
    private static RpcClient.Builder connect(Program server, String version, String serializer) {
        return RpcClient.builder()
                .to(server.awaitAddress().split(" ")[version.equals("2") ? 1 : 0])
                .protocol("connect")
                .serializer(serializer)
                .config(Map.of("rpc.http.version", version));
    }

    private static void looksUp(RpcClient.Builder builder) throws Lookup.NotThere {
        try (RpcClient client = builder.build()) {
            Lookup lookup = client.stub(Lookup.class);
            assertThat(lookup.find(new Lookup.Index(7))).isEqualTo(new Text("text 7"));
            assertThat(lookup.each(new Lookup.Index(2)).map(Text::text)).containsExactly("text 0", "text 1", "text 2");
            assertThatExceptionOfType(Lookup.NotThere.class)
                    .isThrownBy(() -> lookup.find(new Lookup.Index(-3)))
                    .withMessage("nothing has the number -3")
                    .satisfies(e -> assertThat(e.number()).isEqualTo(-3));
        }
    }

    @Test
    void byGrpc() throws Exception {
        try (Program server = Web.start("node", "server.mjs", "0", "0")) {
            ForeignServer.isAsExpected(grpc(server));
            looksUp(grpc(server));
        }
    }

    @Test
    void byGrpcWithTls(@TempDir Path files) throws Exception {
        Pki pki = new Pki(files, "a");
        pki.issue("server");
        try (Program server =
                Web.start("node", "server.mjs", "0", "0", files + "/a-server.pem", files + "/a-server-key.pem")) {
            looksUp(grpc(server).tls(pki.trusting()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "protobuf-json"})
    void byConnect(String serializer) throws Exception {
        try (Program server = Web.start("node", "server.mjs", "0", "0")) {
            ForeignServer.isAsExpected(connect(server, "2", serializer));
            looksUp(connect(server, "2", serializer));
            looksUp(connect(server, "2", serializer).config(Map.of("rpc.http.get", "true")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "protobuf-json"})
    void byConnectOverHttp1(String serializer) throws Exception {
        try (Program server = Web.start("node", "server.mjs", "0", "0")) {
            looksUp(connect(server, "1.1", serializer));
            try (RpcClient client = connect(server, "1.1", serializer).build()) {
                Texts texts = client.stub(Texts.class);
                assertThat(texts.count(new Text("100"))).hasSize(100);
                assertThat(texts.join(Stream.of(new Text("a"), new Text("b"))).text())
                        .isEqualTo("a+b");
                assertThatExceptionOfType(RpcException.class)
                        .isThrownBy(() -> texts.hello(new Text("fail")))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND));
                assertThatExceptionOfType(RpcException.class)
                        .isThrownBy(() -> texts.shout(Stream.of(new Text("a"))).count())
                        .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.UNIMPLEMENTED));
            }
        }
    }

    /** The two servers with TLS take one version each, by ALPN. */
    @Test
    void byConnectWithTls(@TempDir Path files) throws Exception {
        Pki pki = new Pki(files, "a");
        pki.issue("server");
        try (Program server =
                Web.start("node", "server.mjs", "0", "0", files + "/a-server.pem", files + "/a-server-key.pem")) {
            for (String address : server.awaitAddress().split(" ")) {
                looksUp(RpcClient.builder()
                        .to(address)
                        .protocol("connect")
                        .serializer("protobuf")
                        .tls(pki.trusting()));
            }
        }
    }
}
