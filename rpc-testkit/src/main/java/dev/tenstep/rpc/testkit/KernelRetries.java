package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static dev.tenstep.rpc.testkit.KernelSteps.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.CallTrace;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.StepRecorder.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The failures that are retried, and those that never are. */
interface KernelRetries extends KernelUnderTest {

    /** Methods that do what the test says. */
    @RpcService
    interface Deeds {
        String once(String text);

        @Idempotent
        String again(String text);

        @Idempotent
        CompletableFuture<String> againLater(String text);

        @Idempotent
        Stream<String> list(int count);

        @Idempotent
        String upload(Stream<String> lines);
    }

    /** The handler, which asks its function for the result of each execution, numbered from 1. */
    final class DeedsHandler implements Deeds {
        final AtomicInteger executed = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();
        final IntFunction<CompletableFuture<String>> deed;

        DeedsHandler(IntFunction<CompletableFuture<String>> deed) {
            this.deed = deed;
        }

        /** Returns a handler that fails so many times. */
        static DeedsHandler failing(int times, StatusCode code) {
            return new DeedsHandler(number -> number > times
                    ? CompletableFuture.completedFuture("done")
                    : CompletableFuture.failedFuture(new RpcException(code, "execution " + number)));
        }

        private CompletableFuture<String> run() {
            Objects.requireNonNull(CallContext.current()).cancellation().onCancel(why -> cancelled.incrementAndGet());
            return deed.apply(executed.incrementAndGet());
        }

        private String await() {
            try {
                return run().join();
            } catch (java.util.concurrent.CompletionException e) {
                throw (RpcException) e.getCause();
            }
        }

        @Override
        public String once(String text) {
            return await();
        }

        @Override
        public String again(String text) {
            return await();
        }

        @Override
        public CompletableFuture<String> againLater(String text) {
            return run();
        }

        @Override
        public Stream<String> list(int count) {
            String first = await();
            return Stream.iterate(1, i -> i + 1).map(i -> {
                if (i > count) {
                    throw new RpcException(StatusCode.UNAVAILABLE, "after " + count);
                }
                return first + i;
            });
        }

        @Override
        public String upload(Stream<String> lines) {
            return lines.findFirst().orElseThrow() + await();
        }
    }

    private static RetryPolicy hasty() {
        return RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(1));
    }

    @Test
    default void filtersOfAttemptsSeeEachAttemptAndThoseOfCallsTheCall() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        Filter noted = (call, replyTo, next) -> {
            seen.add("call");
            next.exchange(call, replyTo);
        };
        Filter fresh = (call, replyTo, next) -> {
            seen.add("attempt " + call.attempt());
            Metadata token = Metadata.of("token", "t" + call.attempt());
            next.exchange(call.withMetadata(token), replyTo);
        };
        Filter asked = (call, replyTo, next) -> {
            told.add(String.valueOf(call.metadata().text("token")));
            next.exchange(call, replyTo);
        };
        try (Served<Deeds> served =
                serve(Deeds.class, DeedsHandler.failing(1, StatusCode.UNAVAILABLE), s -> s.filter(asked), c -> c.retry(
                                hasty())
                        .filter(noted)
                        .attemptFilter(fresh))) {
            assertThat(served.stub().again("a")).isEqualTo("done");
            assertThat(seen).containsExactly("call", "attempt 1", "attempt 2");
            assertThat(told).containsExactly("t1", "t2");
        }
    }

    @Test
    default void eachAttemptTakesTheStepsOnceAndInOrder() {
        StepRecorder client = new StepRecorder();
        StepRecorder server = new StepRecorder();
        try (Served<Deeds> served = serve(
                Deeds.class, DeedsHandler.failing(2, StatusCode.UNAVAILABLE), s -> s.listener(server), c -> c.retry(
                                hasty())
                        .listener(client))) {
            assertThat(served.stub().again("a")).isEqualTo("done");
            List<Heard> attempts = client.awaitEnded(3);
            assertThat(attempts).extracting(Heard::attempt).containsExactly(1, 2, 3);
            assertThat(attempts)
                    .extracting(Heard::callId)
                    .containsOnly(attempts.get(0).callId());
            assertThat(attempts).allSatisfy(heard -> {
                assertThat(heard.steps()).isEqualTo(steps(1, 2, 3, 8, 9, 10));
                assertThat(heard.ends()).isEqualTo(1);
                assertThat(heard.stepAfterEnd()).isFalse();
                assertThat(heard.failure() == null).isEqualTo(heard.attempt() == 3);
            });
            assertThat(server.awaitEnded(3)).hasSize(3).allSatisfy(heard -> assertThat(heard.steps())
                    .isEqualTo(steps(3, 4, 5, 6, 7, 8)));
        }
    }

    @Test
    default void traceIsOfTheAttemptThatWasAnswered() throws Exception {
        BlockingQueue<CallTrace> traces = new LinkedBlockingQueue<>();
        try (Served<Deeds> served =
                serve(Deeds.class, DeedsHandler.failing(1, StatusCode.UNAVAILABLE), s -> s, c -> c.retry(hasty()))) {
            served.stub(CallOptions.DEFAULT.withTrace(traces::add)).again("a");
            CallTrace trace = traces.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(trace).isNotNull();
            assertThat(trace.spans()).hasSize(10);
            assertThat(traces).isEmpty();
        }
    }

    @Test
    default void failureOfAHandlerIsTheCallersUnlessTheMethodIsIdempotent() {
        DeedsHandler handler = DeedsHandler.failing(1, StatusCode.UNAVAILABLE);
        try (Served<Deeds> served = serve(Deeds.class, handler, s -> s, c -> c.retry(hasty()))) {
            RpcException seen = refused(() -> served.stub().once("a"));
            assertThat(seen.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(seen.notStarted()).isFalse();
            assertThat(handler.executed).hasValue(1);
        }
    }

    @Test
    default void attemptsEndWithThePolicy() {
        DeedsHandler handler = DeedsHandler.failing(100, StatusCode.UNAVAILABLE);
        try (Served<Deeds> served = serve(Deeds.class, handler, s -> s, c -> c.retry(hasty()))) {
            assertThat(refused(() -> served.stub().again("a"))).hasMessage("execution 3");
            assertThat(refused(() -> served.stub(CallOptions.DEFAULT.withRetry(RetryPolicy.NONE))
                            .again("a")))
                    .hasMessage("execution 4");
            assertThat(refused(() -> served.stub().againLater("a").join())).hasMessage("execution 7");
        }
    }

    /** Starts a server whose only handler is busy, so that it refuses every other call. */
    private RpcServer busy(DeedsHandler handler) {
        return server().handlers(1).queue(0).service(Deeds.class, handler).start();
    }

    @Test
    default void callThatIsRefusedIsServedElsewhere() {
        CompletableFuture<String> gate = new CompletableFuture<>();
        DeedsHandler busy = new DeedsHandler(number -> gate);
        DeedsHandler free = DeedsHandler.failing(0, StatusCode.UNAVAILABLE);
        StepRecorder steps = new StepRecorder();
        try (RpcServer first = busy(busy);
                RpcServer second = server().service(Deeds.class, free).start();
                RpcClient blocker = client(first).build();
                RpcClient client = client(first)
                        .to(first.address() + "," + second.address())
                        .retryBudget(100, 10)
                        .listener(steps)
                        .build()) {
            CompletableFuture<String> blocked = CompletableFuture.supplyAsync(
                    () -> blocker.stub(Deeds.class).again("a"));
            Eventually.until("the handler is taken", () -> busy.executed.get() == 1);
            for (int i = 0; i < 40; i++) {
                assertThat(client.stub(Deeds.class).once("b")).isEqualTo("done");
            }
            assertThat(busy.executed).hasValue(1);
            assertThat(free.executed).hasValue(40);
            assertThat(steps.awaitEnded(40))
                    .filteredOn(heard -> heard.attempt() == 2)
                    .hasSizeBetween(1, 40)
                    .allMatch(heard -> heard.failure() == null);
            gate.complete("open");
            assertThat(blocked.join()).isEqualTo("open");
        }
    }

    @Test
    default void stormOfRefusalsGetsAFifthMoreAttemptsThanCalls() {
        CompletableFuture<String> gate = new CompletableFuture<>();
        DeedsHandler handler = new DeedsHandler(number -> gate);
        StepRecorder steps = new StepRecorder();
        int calls = 2000;
        try (RpcServer server = busy(handler);
                RpcClient blocker = client(server).build();
                RpcClient client = client(server)
                        .listener(steps)
                        .retry(hasty().withCodes(Set.of(StatusCode.RESOURCE_EXHAUSTED)))
                        .build()) {
            CompletableFuture<String> blocked = CompletableFuture.supplyAsync(
                    () -> blocker.stub(Deeds.class).again("a"));
            Eventually.until("the handler is taken", () -> handler.executed.get() == 1);
            long start = System.nanoTime();
            Deeds stub = client.stub(Deeds.class);
            for (int i = 0; i < calls; i++) {
                String text = "b" + i;
                assertThat(refused(() ->
                                        Objects.requireNonNull(text.endsWith("1") ? stub.again(text) : stub.once(text)))
                                .code())
                        .isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            }
            long seconds = (System.nanoTime() - start) / 1_000_000_000 + 2;
            int attempts = steps.calls().size();
            assertThat(attempts).isBetween(calls + calls / 6, calls + calls / 5 + (int) (10 * seconds));
            assertThat(handler.executed).hasValue(1);
            gate.complete("open");
            assertThat(blocked.join()).isEqualTo("open");
        }
    }

    @Test
    default void hedgeAnswersForAnAttemptThatHangs() {
        DeedsHandler handler = new DeedsHandler(
                number -> number == 1 ? new CompletableFuture<>() : CompletableFuture.completedFuture("second"));
        StepRecorder steps = new StepRecorder();
        try (Served<Deeds> served = serve(Deeds.class, handler, s -> s, c -> c.listener(steps))) {
            Deeds hedged = served.stub(CallOptions.DEFAULT.hedge(Duration.ofMillis(20)));
            assertThat(hedged.againLater("a").join()).isEqualTo("second");
            Eventually.until("the first is cancelled", () -> handler.cancelled.get() == 1);
            assertThat(handler.executed).hasValue(2);
            List<Heard> attempts = steps.awaitEnded(2);
            assertThat(attempts).allMatch(heard -> heard.ends() == 1 && !heard.stepAfterEnd());
            assertThat(attempts.get(0).steps()).isEqualTo(steps(1, 2, 3));
            assertThat(attempts.get(0).failure())
                    .isInstanceOfSatisfying(RpcException.class, failure -> assertThat(failure.code())
                            .isEqualTo(StatusCode.CANCELLED));
            assertThat(attempts.get(1).steps()).isEqualTo(steps(1, 2, 3, 8, 9, 10));
            assertThat(attempts.get(1).failure()).isNull();
        }
    }

    @Test
    default void cancellationEndsBothAttempts() {
        DeedsHandler handler = new DeedsHandler(number -> new CompletableFuture<>());
        StepRecorder steps = new StepRecorder();
        try (Served<Deeds> served = serve(Deeds.class, handler, s -> s, c -> c.listener(steps))) {
            CompletableFuture<String> call = served.stub(CallOptions.DEFAULT.hedge(Duration.ofMillis(20)))
                    .againLater("a");
            Eventually.until("both are executed", () -> handler.executed.get() == 2);
            call.cancel(true);
            Eventually.until("both are cancelled", () -> handler.cancelled.get() == 2);
            assertThat(steps.awaitEnded(2)).hasSize(2).allMatch(heard -> heard.ends() == 1 && !heard.stepAfterEnd());
        }
    }

    @Test
    default void resultsThatStreamAreRetriedUntilTheFirstOfThem() {
        DeedsHandler handler = DeedsHandler.failing(1, StatusCode.UNAVAILABLE);
        try (Served<Deeds> served = serve(Deeds.class, handler, s -> s, c -> c.retry(hasty()))) {
            try (Stream<String> results = served.stub().list(3)) {
                assertThat(results.limit(3)).containsExactly("done1", "done2", "done3");
            }
            assertThat(handler.executed).hasValue(2);
            RpcException seen = refused(() -> {
                try (Stream<String> results = served.stub().list(3)) {
                    return results.toList();
                }
            });
            assertThat(seen).hasMessage("after 3");
            assertThat(handler.executed).hasValue(3);
        }
    }

    @Test
    default void callWhoseStreamWasReadIsNotRetried() {
        DeedsHandler handler = DeedsHandler.failing(1, StatusCode.UNAVAILABLE);
        try (Served<Deeds> served = serve(Deeds.class, handler, s -> s, c -> c.retry(hasty()))) {
            assertThat(refused(() -> served.stub().upload(Stream.of("a", "b")))).hasMessage("execution 1");
            assertThat(handler.executed).hasValue(1);
        }
    }
}
