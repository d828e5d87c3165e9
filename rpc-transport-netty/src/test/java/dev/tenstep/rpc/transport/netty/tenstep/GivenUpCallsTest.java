package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that a call that its client gave up stays in flight, and its id in use, until the server has answered it. */
@Timeout(120)
final class GivenUpCallsTest {
    private static final int LATE = -1;
    private static final int ENOUGH = 70_000;
    private static final int AT_ONCE = 50;
    /** The bytes of a request that the sockets between client and server never hold, however large the kernel makes them. */
    private static final int BEYOND_SOCKETS = 20_000_000;

    private static final KernelSettings LARGE =
            KernelSettings.DEFAULT.withMaxMessage(32 << 20).withMaxUnwritten(128 << 20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    private static RpcClient client(FakeServer server) {
        return Served.client(server.address(), KernelSettings.DEFAULT).build();
    }

    private static byte[] cancelled(int call) {
        return Frames.error().call(call).code(1).text("cancelled").build();
    }

    /** The parameter of a request for {@link Probe#nextAtOnce}. */
    private static int number(RawPeer.Frame request) {
        return request.u32(12);
    }

    @Test
    void lateAnswerIsNeverTakenForAnotherCalls() throws Exception {
        FakeServer.Script late = server -> {
            server.greet();
            int forgotten = server.readRequest().u32(3);
            for (int answered = 0; answered < ENOUGH; ) {
                RawPeer.Frame frame = server.read();
                if (frame.type() == 7) {
                    assertThat(frame.u32(0)).as("call that is cancelled").isEqualTo(forgotten);
                } else if (frame.type() == 3) {
                    if (frame.u32(3) == forgotten) {
                        server.send(Frames.reply()
                                .call(forgotten)
                                .message(Bytes.tiny(LATE))
                                .build());
                    }
                    server.send(Frames.reply()
                            .call(frame.u32(3))
                            .message(Bytes.tiny(number(frame)))
                            .build());
                    answered++;
                }
            }
            server.readToEnd();
        };
        try (FakeServer server = new FakeServer(late);
                RpcClient client = client(server)) {
            Outcome.of(client.stub(Probe.class, CallOptions.deadline(SHORT)).nextAtOnce(1))
                    .is(DEADLINE_EXCEEDED);
            Probe probe = client.stub(Probe.class);
            for (int i = 0; i < ENOUGH; i += AT_ONCE) {
                List<CompletionStage<Integer>> calls = new ArrayList<>();
                for (int n = i; n < i + AT_ONCE; n++) {
                    calls.add(probe.nextAtOnce(n));
                }
                for (int n = 0; n < AT_ONCE; n++) {
                    assertThat(result(calls.get(n))).isEqualTo(i + n);
                }
            }
            assertThat(server.failures()).isEmpty();
        }
    }

    private static int result(CompletionStage<Integer> call) throws Exception {
        return call.toCompletableFuture().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void givenUpCallsCountAgainstTheServersLimit() throws Exception {
        CountDownLatch thirdIsMade = new CountDownLatch(1);
        FakeServer.Script ofTwo = server -> {
            server.readPreface();
            server.read(1);
            server.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(4 << 20).maxInFlight(2).build());
            int first = server.readRequest().u32(3);
            server.readRequest();
            server.read(7);
            server.read(7);
            thirdIsMade.await();
            for (int i = 0; i < 3; i++) {
                server.send(new Bytes().raw(new byte[8]).frame(8));
                server.read(9);
            }
            server.send(cancelled(first));
            RawPeer.Frame third = server.readRequest();
            assertThat(number(third)).isEqualTo(3);
            server.send(Frames.reply().call(third.u32(3)).message(Bytes.tiny(4)).build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(ofTwo);
                RpcClient client = client(server)) {
            Probe hasty = client.stub(Probe.class, CallOptions.deadline(SHORT));
            List<CompletionStage<Integer>> two = List.of(hasty.nextAtOnce(1), hasty.nextAtOnce(2));
            for (CompletionStage<Integer> call : two) {
                Outcome.of(call).is(DEADLINE_EXCEEDED);
            }
            CompletionStage<Integer> third = client.stub(Probe.class).nextAtOnce(3);
            thirdIsMade.countDown();

            assertThat(result(third)).isEqualTo(4);
            assertThat(server.failures()).isEmpty();
        }
    }

    @Test
    void largeRequestGivenUpBeforeItsFirstByteIsNeitherSentNorCounted() throws Exception {
        CountDownLatch firstIsUnderWay = new CountDownLatch(1);
        CountDownLatch bothAreGivenUp = new CountDownLatch(1);
        FakeServer.Script deaf = server -> {
            server.readPreface();
            server.read(1);
            server.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(LARGE.maxMessage()).maxInFlight(2).build());
            int first = server.readRequest().u32(3);
            firstIsUnderWay.countDown();
            bothAreGivenUp.await();
            List<Integer> cancelled = new ArrayList<>();
            RawPeer.Frame next = server.read();
            while (next.type() != 3) {
                if (next.type() == 7) {
                    cancelled.add(next.u32(0));
                }
                next = server.read();
            }
            assertThat(cancelled).containsExactly(first);
            assertThat(number(next)).isEqualTo(3);
            server.send(Frames.reply().call(next.u32(3)).message(Bytes.tiny(4)).build())
                    .readToEnd();
        };
        String large = "x".repeat(BEYOND_SOCKETS);
        try (FakeServer server = new FakeServer(deaf).narrow();
                RpcClient client = Served.client(server.address(), LARGE).build()) {
            Probe hasty = client.stub(Probe.class, CallOptions.deadline(SHORT.multipliedBy(100)));
            CompletionStage<Integer> first = hasty.lengthLater(large);
            firstIsUnderWay.await();
            CompletionStage<Integer> second = hasty.lengthLater(large);
            Outcome.of(first).is(DEADLINE_EXCEEDED);
            Outcome.of(second).is(DEADLINE_EXCEEDED);
            bothAreGivenUp.countDown();

            try {
                assertThat(result(client.stub(Probe.class).nextAtOnce(3))).isEqualTo(4);
            } finally {
                assertThat(server.failures()).isEmpty();
            }
        }
    }
}
