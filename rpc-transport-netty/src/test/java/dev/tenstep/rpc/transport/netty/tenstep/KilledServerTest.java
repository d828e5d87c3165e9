package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests a server process that is killed under load and replaced. */
final class KilledServerTest {
    private static final int LANES = 32;
    private static final int MANY = 1000;
    private static final Duration TEN_TIMES_SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    @Test
    void everyCallEndsAndServiceResumesSoonAfterTheRestart() throws Exception {
        try (ChildServer first = ChildServer.start("127.0.0.1:0");
                RpcClient client =
                        Served.client(first.address(), KernelSettings.DEFAULT).build();
                Lanes lanes = new Lanes(client.stub(Probe.class), LANES)) {
            Eventually.until("the load runs", () -> lanes.completed() > MANY);
            first.kill();
            Eventually.until("calls fail", () -> lanes.notStarted() > LANES);
            int before = lanes.completed();
            try (ChildServer second = ChildServer.start(first.address())) {
                long back = System.nanoTime();
                Eventually.until("a call succeeds", () -> lanes.completed() > before);
                assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(TEN_TIMES_SOON);
                assertThat(second.address()).isEqualTo(first.address());

                Eventually.until("the load runs again", () -> lanes.completed() > before + MANY);
                lanes.finish();
            }
            assertThat(lanes.completed() + lanes.notStarted() + lanes.maybeStarted())
                    .as("ended calls")
                    .isEqualTo(lanes.sent());
            assertThat(lanes.maybeStarted()).isBetween(1, LANES);
            assertThat(lanes.reasons()).containsExactly(UNAVAILABLE);
        }
    }
}
