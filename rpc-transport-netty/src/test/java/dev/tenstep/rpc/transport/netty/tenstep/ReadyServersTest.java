package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that of several endpoints only those get calls that have said hello and can be expected to answer. */
final class ReadyServersTest {
    private static final int CALLS = 50;
    private static final Duration SHORT = Duration.ofSeconds(1);

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private static RpcClient client(FakeServer beside, KernelSettings settings) {
        return Served.client(beside.address() + "," + SERVED.address(), settings)
                .build();
    }

    private static void assertAllAnswered(RpcClient client) {
        Probe probe = client.stub(Probe.class, CallOptions.deadline(Eventually.LONG));
        for (int i = 0; i < CALLS; i++) {
            assertThat(probe.next(i)).isEqualTo(i + 1);
        }
    }

    private static boolean answered(RpcClient client) {
        try {
            return client.stub(Probe.class, CallOptions.deadline(SHORT)).next(1) == 2;
        } catch (RpcException e) {
            return false;
        }
    }

    @Test
    void endpointThatAcceptsAndStaysSilentGetsNoCalls() throws IOException {
        try (FakeServer silent = new FakeServer(RawPeer::readToEnd);
                RpcClient client =
                        client(silent, KernelSettings.DEFAULT.withHelloTimeout(Eventually.LONG.multipliedBy(2)))) {
            Eventually.until("the other one has answered", () -> answered(client));
            Eventually.until("it has accepted", () -> answered(client) && silent.accepted() > 0);
            assertAllAnswered(client);
        }
    }

    @Test
    void firstCallsGoToTheEndpointThatAnswers() throws IOException {
        try (FakeServer silent = new FakeServer(RawPeer::readToEnd)) {
            for (int i = 0; i < 10; i++) {
                try (RpcClient client =
                        client(silent, KernelSettings.DEFAULT.withHelloTimeout(Eventually.LONG.multipliedBy(2)))) {
                    assertAllAnswered(client);
                }
            }
            assertThat(silent.accepted()).isPositive();
        }
    }

    @Test
    void callsFailWithTheReasonIfNoEndpointAnswers() throws IOException {
        try (FakeServer one = new FakeServer(RawPeer::readToEnd);
                FakeServer other = new FakeServer(RawPeer::readToEnd);
                RpcClient client = Served.client(
                                one.address() + "," + other.address(),
                                KernelSettings.DEFAULT.withHelloTimeout(Duration.ofMillis(300)))
                        .build()) {
            Probe probe = client.stub(Probe.class, CallOptions.deadline(Eventually.LONG));
            assertThatThrownBy(() -> probe.next(1)).isInstanceOfSatisfying(RpcException.class, e -> {
                assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(e.notStarted()).isTrue();
                assertThat(e).hasMessageContaining("hello");
            });
        }
    }

    @Test
    void callsThatWaitForReadyDoNotWaitForADeadEndpoint() throws IOException {
        FakeServer dead = new FakeServer(RawPeer::readToEnd);
        dead.close();
        for (int i = 0; i < 10; i++) {
            try (RpcClient client = client(dead, KernelSettings.DEFAULT)) {
                CallOptions options = CallOptions.deadline(Eventually.LONG).waitForReady();
                assertThat(client.stub(Probe.class, options).next(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void endpointThatIsSilentAfterItsHelloGetsNoCallsOncePinged() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FakeServer.Script blackHole = server -> {
            server.greet();
            while (server.read().type() != 8) {
                // The server stays silent whatever the client sends.
            }
            asked.countDown();
            server.readToEnd();
        };
        try (FakeServer silent = new FakeServer(blackHole);
                RpcClient client = client(silent, KernelSettings.DEFAULT.withHelloTimeout(Duration.ofSeconds(2)))) {
            Probe probe = client.stub(Probe.class, CallOptions.deadline(Eventually.LONG.multipliedBy(2)));
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            Eventually.until("one call waits for the silent one, which was pinged", () -> {
                calls.add(probe.nextAtOnce(1).toCompletableFuture());
                return asked.getCount() == 0;
            });
            assertAllAnswered(client);
            calls.forEach(call -> call.cancel(true));
        }
    }

    @Test
    void endpointThatSaidGoAwayGetsNoMoreCalls() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        FakeServer.Script leaving = server -> {
            server.greetAndLeave("because");
            left.countDown();
            server.readToEnd();
        };
        try (FakeServer gone = new FakeServer(leaving);
                RpcClient client = client(gone, KernelSettings.DEFAULT)) {
            Eventually.until("both have been connected", () -> answered(client) && left.getCount() == 0);
            assertAllAnswered(client);
        }
    }
}
