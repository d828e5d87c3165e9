package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.services.health.Health;
import dev.tenstep.rpc.services.health.HealthService;
import dev.tenstep.rpc.services.health.ServingStatus;
import java.net.InetAddress;
import java.net.ServerSocket;
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
            assertThat(watched).isEqualTo(new Outcome(1, "SERVICE_UNKNOWN\n", ""));
            assertThat(Outcome.of("health", target, "up", "--watch", "--deadline", "300ms"))
                    .isEqualTo(new Outcome(0, "SERVING\n", ""));
        }
    }

    @Test
    void aWatchThatSawNothingUntilItsDeadlineIsAFailure() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome =
                    Outcome.of("health", "127.0.0.1:" + silent.getLocalPort(), "--watch", "--deadline", "300ms");
            assertThat(outcome.exitCode()).isEqualTo(64 + 4);
            assertThat(outcome.err()).startsWith("rpc health: DEADLINE_EXCEEDED: ");
        }
    }
}
