package dev.tenstep.rpc.services.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.services.Taken;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the health protocol over gRPC. */
@Timeout(60)
final class HealthServiceTest {
    private final HealthService health = new HealthService();
    private final RpcServer server = RpcServer.builder()
            .listen("127.0.0.1:0")
            .service(Health.class, health)
            .beforeDrain(() -> {
                throw new IllegalStateException("must be logged, and nothing else");
            })
            .beforeDrain(health::shutDown)
            .start();
    private final RpcClient client =
            RpcClient.builder().to(server.address()).protocol("grpc").build();
    private final Health stub = client.stub(Health.class);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private ServingStatus check(String service) {
        return stub.check(new HealthCheckRequest(service)).status();
    }

    @Test
    void serverIsServedFromTheStart() {
        assertThat(check("")).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void unknownServiceIsNotFound() {
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> check("acme.Users"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND));
    }

    @Test
    void statusIsAsItWasSet() {
        health.set("acme.Users", ServingStatus.NOT_SERVING);
        assertThat(check("acme.Users")).isEqualTo(ServingStatus.NOT_SERVING);
        health.set("acme.Users", ServingStatus.SERVING);
        assertThat(check("acme.Users")).isEqualTo(ServingStatus.SERVING);
        assertThat(stub.list(new HealthListRequest()).statuses())
                .isEqualTo(Map.of(
                        "",
                        new HealthCheckResponse(ServingStatus.SERVING),
                        "acme.Users",
                        new HealthCheckResponse(ServingStatus.SERVING)));
    }

    @RpcService("acme.Users")
    interface Users {
        void touch();
    }

    @Test
    void servicesThatAreNamedAreServedUntilSetOtherwise() {
        HealthService named = HealthService.of(Users.class);
        assertThat(named.list(new HealthListRequest()).statuses())
                .isEqualTo(Map.of(
                        "",
                        new HealthCheckResponse(ServingStatus.SERVING),
                        "acme.Users",
                        new HealthCheckResponse(ServingStatus.SERVING),
                        "grpc.health.v1.Health",
                        new HealthCheckResponse(ServingStatus.SERVING)));
        named.set("acme.Users", ServingStatus.NOT_SERVING);
        assertThat(named.check(new HealthCheckRequest("acme.Users")).status()).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void watcherSeesEachChange() {
        Taken<HealthCheckResponse> seen = new Taken<>();
        stub.watch(new HealthCheckRequest("acme.Users")).subscribe(seen);
        Eventually.until("the first status came", () -> seen.elements().size() == 1);
        health.set("acme.Users", ServingStatus.SERVING);
        Eventually.until("the second status came", () -> seen.elements().size() == 2);
        health.shutDown();
        Eventually.until("the third status came", () -> seen.elements().size() == 3);
        health.set("acme.Users", ServingStatus.SERVING);
        assertThat(seen.elements())
                .extracting(HealthCheckResponse::status)
                .isEqualTo(List.of(ServingStatus.SERVICE_UNKNOWN, ServingStatus.SERVING, ServingStatus.NOT_SERVING));
    }

    @Test
    void nothingIsServedAfterTheShutdown() {
        health.shutDown();
        assertThat(check("")).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void watcherIsToldThatTheServerDrains() {
        Taken<HealthCheckResponse> seen = new Taken<>();
        stub.watch(new HealthCheckRequest("")).subscribe(seen);
        Eventually.until("the first status came", () -> seen.elements().size() == 1);
        // The server drains until the watcher leaves.
        CompletableFuture<Void> drained = CompletableFuture.runAsync(server::close);
        Eventually.until("the second status came", () -> seen.elements().size() == 2);
        assertThat(seen.elements())
                .extracting(HealthCheckResponse::status)
                .isEqualTo(List.of(ServingStatus.SERVING, ServingStatus.NOT_SERVING));
        client.close();
        drained.join();
    }
}
