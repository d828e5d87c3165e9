package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.CallTrace;
import dev.tenstep.rpc.call.CallTrace.Span;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.testkit.StepRecorder.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The ten steps of a call: which listener hears which, in what order, and how long they took. */
interface KernelSteps extends KernelUnderTest {

    /** Methods of each kind, which return their parameter plus one or fail. */
    @RpcService
    interface Steps {
        int blocking(int x);

        CompletionStage<Integer> async(int x);

        CompletionStage<Integer> asyncLater(int x);

        @NonBlocking
        int nonBlocking(int x);

        @NonBlocking
        CompletionStage<Integer> nonBlockingAsync(int x);

        int throwing(int x);

        int throwingUnexpectedly(int x);

        int throwingDeclared(int x) throws InterruptedException;

        CompletionStage<Integer> failingAsync(int x);

        @NonBlocking
        int throwingNonBlocking(int x);
    }

    /** The handler. */
    record StepsHandler() implements Steps {
        @Override
        public int blocking(int x) {
            return x + 1;
        }

        @Override
        public CompletionStage<Integer> async(int x) {
            return CompletableFuture.completedFuture(x + 1);
        }

        @Override
        public CompletionStage<Integer> asyncLater(int x) {
            return CompletableFuture.supplyAsync(() -> x + 1);
        }

        @Override
        public int nonBlocking(int x) {
            return x + 1;
        }

        @Override
        public CompletionStage<Integer> nonBlockingAsync(int x) {
            return CompletableFuture.completedFuture(x + 1);
        }

        @Override
        public int throwing(int x) {
            throw new RpcException(StatusCode.NOT_FOUND, "no " + x);
        }

        @Override
        public int throwingUnexpectedly(int x) {
            throw new IllegalStateException("of this server's own");
        }

        @Override
        public int throwingDeclared(int x) throws InterruptedException {
            throw new InterruptedException("declared");
        }

        @Override
        public CompletionStage<Integer> failingAsync(int x) {
            return CompletableFuture.failedFuture(new RpcException(StatusCode.NOT_FOUND, "no " + x));
        }

        @Override
        public int throwingNonBlocking(int x) {
            throw new RpcException(StatusCode.NOT_FOUND, "no " + x);
        }
    }

    /** One call of one method. */
    interface OneCall {
        @Nullable
        Object make(Steps stub) throws Exception;
    }

    /** A method and a call of it. */
    record Kind(String method, OneCall call) {}

    private static List<Kind> succeeding() {
        return List.of(
                new Kind("blocking", stub -> stub.blocking(1)),
                new Kind("async", stub -> stub.async(1).toCompletableFuture().get()),
                new Kind(
                        "asyncLater",
                        stub -> stub.asyncLater(1).toCompletableFuture().get()),
                new Kind("nonBlocking", stub -> stub.nonBlocking(1)),
                new Kind(
                        "nonBlockingAsync",
                        stub -> stub.nonBlockingAsync(1).toCompletableFuture().get()));
    }

    private static List<Kind> failing() {
        return List.of(
                new Kind("throwing", stub -> stub.throwing(1)),
                new Kind("throwingUnexpectedly", stub -> stub.throwingUnexpectedly(1)),
                new Kind("throwingDeclared", stub -> stub.throwingDeclared(1)),
                new Kind(
                        "failingAsync",
                        stub -> stub.failingAsync(1).toCompletableFuture().get()),
                new Kind("throwingNonBlocking", stub -> stub.throwingNonBlocking(1)));
    }

    /** Returns the steps with these numbers. */
    static List<Step> steps(int... numbers) {
        return Arrays.stream(numbers).mapToObj(n -> Step.values()[n - 1]).toList();
    }

    private static void assertHeard(StepRecorder recorder, int... numbers) {
        Heard heard = recorder.awaitEnded(1).get(0);
        assertThat(heard.steps()).isEqualTo(steps(numbers));
        assertThat(heard.ends()).as("ends").isEqualTo(1);
        assertThat(heard.stepAfterEnd()).as("step after the end").isFalse();
        assertThat(recorder.calls()).hasSize(1);
    }

    private Served<Steps> listened(StepRecorder client, StepRecorder server) {
        return serve(Steps.class, new StepsHandler(), s -> s.listener(server), c -> c.listener(client));
    }

    @TestFactory
    default Stream<DynamicTest> eachSideHearsItsStepsOnceAndInOrder() {
        return succeeding().stream()
                .map(kind -> dynamicTest(kind.method, () -> {
                    StepRecorder client = new StepRecorder();
                    StepRecorder server = new StepRecorder();
                    try (Served<Steps> served = listened(client, server)) {
                        assertThat(kind.call.make(served.stub())).isEqualTo(2);
                        assertHeard(client, 1, 2, 3, 8, 9, 10);
                        assertHeard(server, 3, 4, 5, 6, 7, 8);
                        assertThat(client.calls().get(0).failure()).isNull();
                        assertThat(server.calls().get(0).failure()).isNull();
                        assertThat(client.calls().get(0).method()).isEqualTo("Steps." + kind.method);
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> failingCallTakesTheSameSteps() {
        return failing().stream()
                .map(kind -> dynamicTest(kind.method, () -> {
                    StepRecorder client = new StepRecorder();
                    StepRecorder server = new StepRecorder();
                    try (Served<Steps> served = listened(client, server)) {
                        Throwable thrown = catchThrowable(() -> kind.call.make(served.stub()));
                        assertThat(thrown).isNotNull();
                        assertHeard(client, 1, 2, 3, 8, 9, 10);
                        assertHeard(server, 3, 4, 5, 6, 7, 8);
                        Throwable seen = thrown.getCause() == null ? thrown : thrown.getCause();
                        assertThat(client.calls().get(0).failure())
                                .hasSameClassAs(seen)
                                .hasMessage(seen.getMessage());
                        assertThat(server.calls().get(0).failure()).hasSameClassAs(seen);
                    }
                }));
    }

    @Test
    default void procedureIsNotExecutedWhenItsParametersCannotBeRead() {
        StepRecorder client = new StepRecorder();
        StepRecorder server = new StepRecorder();
        HookedSerializer broken = new HookedSerializer().beforeDecode(Role.PARAMETERS, () -> {
            throw new IllegalStateException("broken");
        });
        try (Served<Steps> served = serve(
                Steps.class, new StepsHandler(), s -> s.serializer(broken).listener(server), c -> c.listener(client))) {
            assertThat(catchThrowable(() -> served.stub().blocking(1))).isInstanceOf(RpcException.class);
            assertHeard(client, 1, 2, 3, 8, 9, 10);
            assertHeard(server, 3, 4, 6, 7, 8);
        }
    }

    @Test
    default void callThatIsNotSentEndsInStep2() {
        StepRecorder client = new StepRecorder();
        HookedSerializer broken = new HookedSerializer().beforeEncode(Role.PARAMETERS, () -> {
            throw new IllegalStateException("broken");
        });
        StepRecorder server = new StepRecorder();
        try (Served<Steps> served =
                serve(Steps.class, new StepsHandler(), s -> s.listener(server), c -> c.serializer(broken)
                        .listener(client))) {
            assertThat(catchThrowable(() -> served.stub().blocking(1))).isInstanceOf(RpcException.class);
            assertHeard(client, 1, 2);
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    default void concurrentCallsAreReportedSeparately() throws Exception {
        StepRecorder client = new StepRecorder();
        StepRecorder server = new StepRecorder();
        int count = 200;
        try (Served<Steps> served = listened(client, server)) {
            Steps stub = served.stub();
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add((i % 2 == 0 ? stub.asyncLater(i) : stub.async(i)).toCompletableFuture());
            }
            for (int i = 0; i < count; i++) {
                assertThat(all.get(i).get()).isEqualTo(i + 1);
            }
            assertThat(client.awaitEnded(count)).hasSize(count).allSatisfy(heard -> {
                assertThat(heard.steps()).isEqualTo(steps(1, 2, 3, 8, 9, 10));
                assertThat(heard.ends()).isEqualTo(1);
            });
            assertThat(server.awaitEnded(count)).hasSize(count).allSatisfy(heard -> {
                assertThat(heard.steps()).isEqualTo(steps(3, 4, 5, 6, 7, 8));
                assertThat(heard.ends()).isEqualTo(1);
            });
        }
    }

    @Test
    default void listenerThatThrowsDisturbsNeitherCallsNorListeners() {
        StepListener broken = new StepListener() {
            @Override
            public void stepBegan(Call call, Step step, long nanos) {
                throw new IllegalStateException("broken listener");
            }

            @Override
            public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
                throw new IllegalStateException("broken listener");
            }
        };
        StepRecorder client = new StepRecorder();
        StepRecorder server = new StepRecorder();
        try (Served<Steps> served =
                serve(Steps.class, new StepsHandler(), s -> s.listener(broken).listener(server), c -> c.listener(broken)
                        .listener(client))) {
            assertThat(served.stub().blocking(1)).isEqualTo(2);
            assertHeard(client, 1, 2, 3, 8, 9, 10);
            assertHeard(server, 3, 4, 5, 6, 7, 8);
        }
    }

    @TestFactory
    default Stream<DynamicTest> traceHasTenSpansThatAddUp() {
        return succeeding().stream()
                .map(kind -> dynamicTest(kind.method, () -> {
                    BlockingQueue<CallTrace> traces = new LinkedBlockingQueue<>();
                    try (Served<Steps> served = serve(Steps.class, new StepsHandler())) {
                        Steps stub = served.stub(CallOptions.DEFAULT.withTrace(traces::add));
                        for (int i = 0; i < 20; i++) {
                            assertThat(kind.call.make(stub)).isEqualTo(2);
                            CallTrace trace = traces.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
                            assertThat(trace).isNotNull();
                            assertThat(trace.method()).isEqualTo("Steps." + kind.method);
                            assertAddsUp(trace);
                        }
                    }
                }));
    }

    private static void assertAddsUp(CallTrace trace) {
        List<Span> spans = trace.spans();
        assertThat(spans.stream().map(Span::step)).containsExactly(Step.values());
        long at = 0;
        for (Span span : spans) {
            assertThat(span.durationNanos()).as("%s", trace).isNotNegative();
            assertThat(span.startNanos()).as("%s of %s", span.step(), trace).isEqualTo(at);
            at += span.durationNanos();
        }
        assertThat(trace.totalNanos()).isEqualTo(at);
        assertThat(trace.networkNanos()).isNotNegative().isLessThanOrEqualTo(at);
    }

    @Test
    default void traceShowsWhereTheTimeWent() throws Exception {
        BlockingQueue<CallTrace> traces = new LinkedBlockingQueue<>();
        Duration slow = Duration.ofMillis(20);
        HookedSerializer results =
                new HookedSerializer().beforeDecode(Role.RESULT, () -> Eventually.passed(slow, System.nanoTime()));
        HookedSerializer parameters =
                new HookedSerializer().beforeDecode(Role.PARAMETERS, () -> Eventually.passed(slow, System.nanoTime()));
        Steps handler = new StepsHandler();
        try (Served<Steps> served =
                serve(Steps.class, handler, s -> s.serializer(parameters), c -> c.serializer(results))) {
            served.stub(CallOptions.DEFAULT.withTrace(traces::add)).blocking(1);
            CallTrace trace = traces.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(trace).isNotNull();
            assertAddsUp(trace);
            for (Step waited : List.of(Step.TAKE_PARAMETERS, Step.RECEIVE_REPLY)) {
                assertThat(trace.spans().get(waited.ordinal()).durationNanos()).isGreaterThan(slow.toNanos());
            }
        }
    }

    @Test
    default void eachCallHasItsOwnId() {
        StepRecorder client = new StepRecorder();
        StepRecorder server = new StepRecorder();
        try (Served<Steps> served = listened(client, server)) {
            IntStream.range(0, 10).forEach(served.stub()::blocking);
            assertThat(client.awaitEnded(10)).hasSize(10);
            assertThat(server.awaitEnded(10)).hasSize(10);
        }
    }
}
