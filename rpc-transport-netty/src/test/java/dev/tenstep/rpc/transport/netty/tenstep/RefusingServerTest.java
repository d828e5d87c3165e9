package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a server that answers everything with go-away: a call is sent at most twice, and the client waits between
 * connections.
 */
final class RefusingServerTest {
    private static final Duration A_WHILE = Duration.ofSeconds(1);
    /** Two at once, and then one after at least 80, 128, 204, 327 and 524 ms each. */
    private static final int FEW = 7;

    private static final long PAUSE_NANOS = 1_000_000;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    private final AtomicInteger requests = new AtomicInteger();

    private static byte[] goAway(int flags, int reason) {
        return Frames.goAway().flags(flags).reason(reason).text("because").build();
    }

    private FakeServer refusing(int flags, int reason) throws IOException {
        return new FakeServer(server -> {
            server.greet();
            server.readRequest();
            requests.incrementAndGet();
            server.send(goAway(flags, reason)).readToEnd();
        });
    }

    private static RpcClient client(FakeServer server) {
        return Served.client(server.address(), KernelSettings.DEFAULT).build();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "4, false", "1, true", "4, true", "5, false", "5, true"})
    void callIsSentAtMostTwice(int reason, boolean waits) throws IOException {
        try (FakeServer server = refusing(8, reason);
                RpcClient client = client(server)) {
            CallOptions options = CallOptions.deadline(Eventually.LONG);
            Probe probe = client.stub(Probe.class, waits ? options.waitForReady() : options);
            Outcome.of(probe.nextAtOnce(1)).notStarted().is(UNAVAILABLE).contains("because");
            assertThat(requests.get()).isBetween(1, 2);
            assertThat(server.accepted()).isBetween(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void connectionsAreFewHoweverManyCallsThereAre(int flags) throws IOException {
        FakeServer.Script leaving = server -> {
            server.greet();
            server.send(goAway(flags, 1)).readToEnd();
        };
        try (FakeServer server = new FakeServer(leaving);
                RpcClient client = client(server)) {
            Probe probe = client.stub(Probe.class);
            List<CompletionStage<Integer>> calls = new ArrayList<>();
            long start = System.nanoTime();
            while (System.nanoTime() - start < A_WHILE.toNanos()) {
                calls.add(probe.nextAtOnce(1));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(server.accepted()).isBetween(2, FEW);
            // Calls that were sent anyway are awaited, unless the server says that it will never answer them.
            calls.forEach(call -> call.toCompletableFuture().cancel(true));
        }
    }

    @Test
    void callsBeyondTheServersLimitAreNotCarriedFromConnectionToConnection() throws IOException {
        int many = 20;
        FakeServer.Script ofOne = server -> {
            server.readPreface();
            server.read(1);
            server.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(4 << 20).maxInFlight(1).build());
            server.readRequest();
            requests.incrementAndGet();
            server.send(goAway(8, 1)).readToEnd();
        };
        try (FakeServer server = new FakeServer(ofOne);
                RpcClient client = client(server)) {
            Probe probe = client.stub(Probe.class);
            List<CompletionStage<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                calls.add(probe.nextAtOnce(i));
            }
            for (CompletionStage<Integer> call : calls) {
                Outcome.of(call).is(UNAVAILABLE);
            }
            assertThat(requests.get()).isLessThanOrEqualTo(2 * many);
            assertThat(server.accepted()).isLessThanOrEqualTo(FEW);
        }
    }

    @Test
    void callWhoseReplyHasBegunWasStartedWhateverTheServerSays() throws IOException {
        FakeServer.Script halfway = server -> {
            server.greet();
            int call = server.readRequest().u32(3);
            server.send(
                            Frames.reply()
                                    .call(call)
                                    .chunkedOf(1 << 20)
                                    .message(new byte[1000])
                                    .build(),
                            goAway(8, 1))
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(halfway);
                RpcClient client = client(server)) {
            Outcome.of(client.stub(Probe.class).failLater("large"))
                    .maybeStarted()
                    .is(UNAVAILABLE);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }
}
