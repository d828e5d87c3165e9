package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.services.health.Health;
import dev.tenstep.rpc.services.health.HealthService;
import dev.tenstep.rpc.services.health.ServingStatus;
import org.junit.jupiter.api.Test;

final class HealthCommandTest {

    @Test
    void theStatusIsPrintedAndDecidesTheExitCode() {
        HealthService health = new HealthService();
        health.set("up", ServingStatus.SERVING);
        health.set("down", ServingStatus.NOT_SERVING);
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Health.class, health)
                .start()) {
            String target = server.address();
            assertThat(Outcome.of("health", target)).isEqualTo(new Outcome(0, "SERVING\n", ""));
            assertThat(Outcome.of("health", target, "up")).isEqualTo(new Outcome(0, "SERVING\n", ""));
            assertThat(Outcome.of("health", target, "down")).isEqualTo(new Outcome(1, "NOT_SERVING\n", ""));
            assertThat(Outcome.of("health", target, "nothing").exitCode()).isEqualTo(64 + 5);
            Outcome watched = Outcome.of("health", target, "nothing", "--watch", "--deadline", "300ms");
            assertThat(watched.out()).isEqualTo("SERVICE_UNKNOWN\n");
            assertThat(watched.exitCode()).isEqualTo(64 + 4);
        }
    }
}
