package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests several connections to one server. */
final class ConnectionsTest {
    private static final int CONNECTIONS = 3;
    private static final int CALLS = 300;

    /** A service whose reply names the connection that the call came over. */
    @RpcService
    interface Peers {
        CompletableFuture<String> peer();
    }

    private static RpcServer server() {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .settings(KernelSettings.DEFAULT.withMaxConnections(CONNECTIONS))
                .service(
                        Peers.class,
                        () -> CompletableFuture.completedFuture(
                                Objects.requireNonNull(CallContext.current()).peer()))
                .start();
    }

    private static RpcClient client(RpcServer server) {
        return RpcClient.builder()
                .to(server.address())
                .serializer(new TinySerializer())
                .connections(CONNECTIONS)
                .deadline(Eventually.LONG)
                .build();
    }

    private static Map<String, Integer> callsByPeer(RpcClient client) {
        Peers stub = client.stub(Peers.class);
        Map<String, Integer> calls = new HashMap<>();
        for (int i = 0; i < CALLS; i++) {
            calls.merge(stub.peer().join(), 1, Integer::sum);
        }
        return calls;
    }

    @Test
    void allConnectionsAreMadeAndCarryCalls() {
        try (RpcServer server = server();
                RpcClient client = client(server)) {
            Eventually.until("all are there", () -> callsByPeer(client).size() == CONNECTIONS);
            assertThat(callsByPeer(client)).hasSize(CONNECTIONS).allSatisfy((peer, calls) -> assertThat(calls)
                    .isEqualTo(CALLS / CONNECTIONS));
        }
    }

    @Test
    void callsAreServedWhileConnectionsAreMade() {
        try (RpcServer server = server();
                RpcClient client = client(server)) {
            Peers stub = client.stub(Peers.class);
            List<CompletableFuture<String>> first =
                    IntStream.range(0, CALLS).mapToObj(i -> stub.peer()).toList();
            assertThat(first.stream().map(CompletableFuture::join).distinct().count())
                    .isBetween(1L, (long) CONNECTIONS);
        }
    }

    @Test
    void closedClientClosesAllConnections() {
        try (RpcServer server = server()) {
            for (int round = 0; round < 3; round++) {
                try (RpcClient client = client(server)) {
                    Eventually.until(
                            "all places of the server are this client's",
                            () -> callsByPeerOrNone(client).size() == CONNECTIONS);
                }
            }
        }
    }

    /** Returns no counts if the server has not noticed yet that the previous client is gone. */
    private static Map<String, Integer> callsByPeerOrNone(RpcClient client) {
        try {
            return callsByPeer(client);
        } catch (java.util.concurrent.CompletionException e) {
            return Map.of();
        }
    }
}
