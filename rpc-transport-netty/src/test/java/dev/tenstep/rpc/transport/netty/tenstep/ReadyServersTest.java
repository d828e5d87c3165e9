package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of several endpoints those get the calls that have said hello, and can be expected to answer. */
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
                RpcClient client = client(silent, Settings.with("helloTimeout", Eventually.LONG.multipliedBy(2)))) {
            Eventually.until("the other one has answered", () -> answered(client));
            Eventually.until("it has accepted", () -> answered(client) && silent.accepted() > 0);
            assertAllAnswered(client);
        }
    }

    @Test
    void endpointThatIsSilentAfterItsHelloGetsNoMoreCallsThanItIsAskedForASignOfLife() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FakeServer.Script blackHole = server -> {
            server.greet();
            while (server.read().type() != 8) {
                // Whatever the client says.
            }
            asked.countDown();
            server.readToEnd();
        };
        try (FakeServer silent = new FakeServer(blackHole);
                RpcClient client = client(silent, Settings.with("helloTimeout", Duration.ofSeconds(2)))) {
            Probe probe = client.stub(Probe.class, CallOptions.deadline(Eventually.LONG.multipliedBy(2)));
            CompletionStage<Integer> one = probe.nextAtOnce(1);
            CompletionStage<Integer> other = probe.nextAtOnce(2);
            asked.await();
            assertAllAnswered(client);
            one.toCompletableFuture().cancel(true);
            other.toCompletableFuture().cancel(true);
        }
    }

    @Test
    void endpointThatSaidGoAwayGetsNoMoreCalls() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        FakeServer.Script leaving = server -> {
            server.greet();
            server.send(new Bytes().u8(0).u8(1).text("because").frame(10));
            left.countDown();
            server.readToEnd();
        };
        try (FakeServer gone = new FakeServer(leaving);
                RpcClient client = client(gone, KernelSettings.DEFAULT)) {
            Eventually.until("both have been met", () -> answered(client) && left.getCount() == 0);
            assertAllAnswered(client);
        }
    }
}
