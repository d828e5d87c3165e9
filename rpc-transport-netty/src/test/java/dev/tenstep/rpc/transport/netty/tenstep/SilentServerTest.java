package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests servers that fall silent after their hello. */
final class SilentServerTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final KernelSettings WATCHFUL = KernelSettings.DEFAULT
            .withKeepAlive(PATIENCE)
            .withKeepAliveTimeout(PATIENCE)
            .withProgressTimeout(PATIENCE);
    /** Ten times the timeouts plus the client's check interval of 250 ms. */
    private static final Duration TEN_TIMES = Duration.ofMillis(650).multipliedBy(10);

    private static final int LARGE = 4_000_000;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    private static RpcClient client(FakeServer server) {
        return Served.client(server.address(), WATCHFUL).build();
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Test
    void serverThatDoesNotAnswerPingsIsGivenUpInTime() throws IOException {
        Set<Integer> heard = ConcurrentHashMap.newKeySet();
        FakeServer.Script blackHole = server -> {
            server.greet();
            while (true) {
                heard.add(server.read().type());
            }
        };
        try (FakeServer server = new FakeServer(blackHole);
                RpcClient client = client(server)) {
            Probe probe = client.stub(Probe.class);
            long start = System.nanoTime();
            List<CompletionStage<Integer>> calls =
                    List.of(probe.nextAtOnce(1), probe.nextAtOnce(2), probe.holdLater(3));
            for (CompletionStage<Integer> call : calls) {
                Outcome.of(call)
                        .maybeStarted()
                        .here()
                        .is(UNAVAILABLE)
                        .contains("the peer did not answer a keep-alive ping", "may or may not have been executed");
            }
            assertThat(since(start)).isBetween(PATIENCE.multipliedBy(2), TEN_TIMES);
            assertThat(heard).as("types of frames, a ping among them").containsExactlyInAnyOrder(2, 3, 8);
        }
    }

    @Test
    void serverThatDoesNotReadIsGivenUpInTime() throws IOException {
        FakeServer.Script deaf = server -> {
            server.greet();
            Eventually.until(
                    "the client has disconnected", () -> server.socket().isClosed());
        };
        try (FakeServer server = new FakeServer(deaf);
                RpcClient client = client(server)) {
            Probe probe = client.stub(Probe.class);
            long start = System.nanoTime();
            CompletionStage<Integer> large = probe.lengthLater("x".repeat(LARGE));
            Outcome.of(probe.nextAtOnce(1)).maybeStarted().is(UNAVAILABLE).contains("did not answer a keep-alive ping");
            Outcome.of(large).maybeStarted().is(UNAVAILABLE).contains("did not answer a keep-alive ping");
            assertThat(since(start)).isLessThan(TEN_TIMES);
        }
    }

    @Test
    void serverThatStopsInTheMiddleOfAFrameIsGivenUpInTime() throws IOException {
        FakeServer.Script halting = server -> {
            server.greet();
            server.readRequest();
            server.send(new byte[3]).readToEnd();
        };
        try (FakeServer server = new FakeServer(halting);
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT.withProgressTimeout(PATIENCE))
                        .build()) {
            long start = System.nanoTime();
            Outcome.of(client.stub(Probe.class).nextAtOnce(1))
                    .maybeStarted()
                    .is(UNAVAILABLE)
                    .contains("a frame stalled for 200 ms");
            assertThat(since(start)).isBetween(PATIENCE, TEN_TIMES);
        }
    }

    @Test
    void deadlineThatPassesBetweenTheChunksOfAReplyEndsTheCall() throws IOException {
        FakeServer.Script halting = server -> {
            server.greet();
            int first = server.readRequest().u32(3);
            server.send(Frames.reply().call(first).message(Bytes.tiny(5)).build());
            int call = server.readRequest().u32(3);
            server.send(Frames.reply()
                    .call(call)
                    .chunkedOf(LARGE)
                    .message(new byte[100])
                    .build());
            assertThat(server.read(7).u32(0)).as("call that is cancelled").isEqualTo(call);
            server.send(Frames.chunk().call(call).message(new byte[100]).build());
            int next = server.readRequest().u32(3);
            server.send(Frames.reply().call(next).message(Bytes.tiny(5)).build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(halting);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Probe patient = client.stub(Probe.class);
            assertThat(patient.next(1))
                    .as("connected before a short deadline begins")
                    .isEqualTo(5);
            Probe hasty = client.stub(Probe.class, CallOptions.deadline(PATIENCE));
            Outcome.of(() -> hasty.text(LARGE))
                    .maybeStarted()
                    .here()
                    .is(DEADLINE_EXCEEDED)
                    .contains("Probe.text");

            assertThat(patient.next(1)).isEqualTo(5);
            assertThat(server.failures()).isEmpty();
        }
    }

    @Test
    void serverThatAnswersPingsButNotTheCallLosesOnlyTheCall() throws IOException {
        AtomicInteger cancelled = new AtomicInteger();
        FakeServer.Script pongs = server -> {
            server.greet();
            int forgotten = server.readRequest().u32(3);
            while (true) {
                RawPeer.Frame frame = server.read();
                if (frame.type() == 8) {
                    server.send(new Bytes().raw(frame.fields()).frame(9));
                } else if (frame.type() == 3) {
                    server.send(Frames.reply()
                            .call(frame.u32(3))
                            .message(Bytes.tiny(5))
                            .build());
                } else if (frame.type() == 7) {
                    assertThat(frame.u32(0)).as("call that is cancelled").isEqualTo(forgotten);
                    cancelled.incrementAndGet();
                }
            }
        };
        Duration deadline = PATIENCE.multipliedBy(6);
        try (FakeServer server = new FakeServer(pongs);
                RpcClient client = client(server)) {
            Probe hasty = client.stub(Probe.class, CallOptions.deadline(deadline));
            long start = System.nanoTime();
            Outcome.of(hasty.nextAtOnce(1))
                    .maybeStarted()
                    .here()
                    .is(DEADLINE_EXCEEDED)
                    .contains("deadline of Probe.nextAtOnce");
            assertThat(since(start)).isBetween(deadline, deadline.multipliedBy(10));

            assertThat(client.stub(Probe.class).next(1)).isEqualTo(5);
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(cancelled).hasValue(1);
            assertThat(server.failures()).isEmpty();
        }
    }
}
