package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests a connection that is cut during a call: the call ends once, and says that it may have been executed. */
final class CutCallTest {
    private static final int LARGE = 1 << 20;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    /** A stage of a call at which the server cuts the connection. */
    private record Stage(String name, Function<Probe, CompletionStage<?>> call, FakeServer.Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stage small(String name, FakeServer.Script script) {
        return new Stage(name, probe -> probe.nextAtOnce(1), script);
    }

    private static List<Stage> stages() {
        return List.of(
                small("before hello", server -> {
                    server.readPreface();
                    server.read(1);
                }),
                small("before the request is read", RawPeer::greet),
                small("while the handler runs", server -> {
                    server.greet();
                    server.readRequest();
                }),
                small("in the reply's length", server -> sendPartOfTheReply(server, 2)),
                small("in the reply's frame", server -> sendPartOfTheReply(server, 10)),
                new Stage("between the reply's chunks", probe -> probe.failLater("large"), server -> {
                    server.greet();
                    int call = server.readRequest().u32(3);
                    byte[] part = new byte[1000];
                    server.send(
                            Frames.reply()
                                    .call(call)
                                    .chunkedOf(LARGE)
                                    .message(part)
                                    .build(),
                            Frames.chunk().call(call).message(part).build());
                }),
                new Stage("between the request's chunks", probe -> probe.lengthLater("x".repeat(LARGE)), server -> {
                    server.greet();
                    assertThat(server.readRequest().u8(0)).as("flags").isEqualTo(1);
                    server.read(6);
                }));
    }

    private static void sendPartOfTheReply(RawPeer server, int length) throws IOException {
        server.greet();
        byte[] reply = Frames.reply()
                .call(server.readRequest().u32(3))
                .message(Bytes.tiny(2))
                .build();
        server.send(Arrays.copyOf(reply, length));
    }

    /** A way to end the connection, and the reason that a caller sees. */
    private record Cut(String reason, FakeServer.Script script) {
        @Override
        public String toString() {
            return reason;
        }
    }

    private static final List<Cut> CUTS = List.of(
            new Cut("the peer closed the connection", server -> {
                server.socket().shutdownOutput();
                server.readToEnd();
            }),
            new Cut("connection", RawPeer::reset));

    /** Counts the ends of each call. */
    private static final class Ends implements StepListener {
        private final List<Long> ended = new CopyOnWriteArrayList<>();

        @Override
        public void stepBegan(Call call, Step step, long nanos) {}

        @Override
        public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
            ended.add(call.callId());
        }

        /** Waits for the ends, since listeners are notified after the caller. */
        void expect(int calls) {
            Eventually.until("the calls have ended", () -> ended.size() >= calls);
            assertThat(ended).as("ended calls").hasSize(calls).doesNotHaveDuplicates();
        }
    }

    static Stream<Arguments> cuts() {
        return stages().stream().flatMap(stage -> CUTS.stream().map(cut -> Arguments.of(stage, cut)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void callEndsOnceAndMayHaveBeenExecuted(Stage stage, Cut cut) throws IOException {
        Ends ends = new Ends();
        FakeServer.Script script = server -> {
            stage.script.serve(server);
            cut.script.serve(server);
        };
        try (FakeServer server = new FakeServer(script)) {
            try (RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT)
                    .listener(ends)
                    .build()) {
                Outcome.of(stage.call.apply(client.stub(Probe.class)))
                        .maybeStarted()
                        .here()
                        .is(UNAVAILABLE)
                        .startsWith(server.address())
                        .contains(cut.reason)
                        .endsWith("; the call may or may not have been executed");
            }
            ends.expect(1);
            assertThat(server.failures()).isEmpty();
        }
    }

    @Test
    void callsQueuedBehindTheServersLimitWereNotStarted() throws Exception {
        CountDownLatch attached = new CountDownLatch(1);
        FakeServer.Script script = server -> {
            server.readPreface();
            server.read(1);
            server.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(4 << 20).maxInFlight(1).build());
            int call = server.readRequest().u32(3);
            attached.await();
            server.send(Frames.reply()
                    .call(call)
                    .message(new Bytes().u8(1).u32(2).array())
                    .build());
            server.readRequest();
            server.reset();
        };
        Ends ends = new Ends();
        try (FakeServer server = new FakeServer(script);
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT)
                        .listener(ends)
                        .directCompletion()
                        .build()) {
            Probe probe = client.stub(Probe.class);
            // Calling in the event loop makes sure that the connection has both before it can be lost.
            CompletionStage<List<CompletionStage<Integer>>> two = probe.nextAtOnce(1)
                    .thenApply(result -> List.of(probe.nextAtOnce(result), probe.nextAtOnce(result)));
            attached.countDown();
            List<CompletionStage<Integer>> calls =
                    two.toCompletableFuture().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);

            Outcome.of(calls.get(0)).maybeStarted().is(UNAVAILABLE);
            Outcome.of(calls.get(1)).notStarted().is(UNAVAILABLE);
            ends.expect(3);
        }
    }
}
