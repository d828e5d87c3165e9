package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls in TLS, which agrees on no protocol with Go's clients: each kind is told by its first bytes. */
final class NetrpcTlsTest {
    @Test
    void everyKindIsServedInTls(@TempDir Path folder) throws Exception {
        Pki pki = new Pki(folder, "authority");
        TlsOptions ofServer = pki.issue("server");
        TlsOptions ofClient = TlsOptions.DEFAULT.withAuthorities(pki.certificates());
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .tls(ofServer)
                .service(Panda.class, new PandaAtHome())
                .start()) {
            for (String way : new String[] {"http", "bare", "json"}) {
                try (RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol("netrpc")
                        .serializer(way.equals("json") ? "gob-json" : "gob")
                        .tls(ofClient)
                        .config(Map.of("rpc.netrpc.dial", way))
                        .build()) {
                    assertThat(client.stub(Panda.class).getinfo(123)).as(way).isEqualTo(124);
                }
            }
        }
    }
}
