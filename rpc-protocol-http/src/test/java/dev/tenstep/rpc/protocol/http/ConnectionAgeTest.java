package dev.tenstep.rpc.protocol.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's connections that get too old, in both protocols. */
@Timeout(60)
final class ConnectionAgeTest {

    @RpcService
    interface Peers {
        /** Returns the address of the client. */
        String peer();
    }

    private static RpcServer.Builder server() {
        return RpcServer.builder().listen("127.0.0.1:0").service(Peers.class, () -> requireNonNull(
                        CallContext.current())
                .peer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenstep", "grpc"})
    void clientsConnectAnewAndLoseNoCall(String protocol) {
        try (RpcServer server = server().config(Map.of("rpc.server.connection.age", "100ms"))
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol(protocol)
                        .build()) {
            Peers peers = client.stub(Peers.class);
            Set<String> seen = new HashSet<>();
            while (seen.size() < 12) {
                seen.add(peers.peer());
            }
            assertThat(seen).hasSize(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenstep", "grpc"})
    void connectionsAreKeptUnlessTheirAgeIsLimited(String protocol) {
        try (RpcServer server = server().start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .protocol(protocol)
                        .build()) {
            Peers peers = client.stub(Peers.class);
            String first = peers.peer();
            long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
            while (System.nanoTime() < end) {
                assertThat(peers.peer()).isEqualTo(first);
            }
        }
    }
}
