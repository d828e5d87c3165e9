package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls a server on connect-node, which speaks Connect, gRPC-Web and gRPC over HTTP/1.1 and HTTP/2. */
@Timeout(300)
final class WebServerTest {
    @BeforeAll
    static void install() throws Exception {
        Web.install();
    }

    private static RpcClient.Builder grpc(Program server) {
        return RpcClient.builder().to(server.awaitAddress().split(" ")[1]).protocol("grpc");
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
}
