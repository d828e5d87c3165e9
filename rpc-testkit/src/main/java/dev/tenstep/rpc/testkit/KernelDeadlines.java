package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.Timeout;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A call ends at its deadline, whatever step it is in, and the error names the step. */
interface KernelDeadlines extends KernelUnderTest {
    /** The timeout of the calls here. */
    Duration SHORT = Duration.ofMillis(100);

    /** Methods that wait, and report the server's view of the deadline. */
    @RpcService
    interface Slow {
        String blocking(int x);

        CompletionStage<String> async(int x);

        @Timeout("100ms")
        String hasty(int x);

        @NonBlocking
        long remainingNanos();
    }

    /** A handler that waits until it is released, or closed at the latest. */
    final class SlowHandler implements Slow, AutoCloseable {
        final CountDownLatch released = new CountDownLatch(1);
        final CompletableFuture<String> later = new CompletableFuture<>();
        final List<Integer> executed = new CopyOnWriteArrayList<>();

        @Override
        public String blocking(int x) {
            executed.add(x);
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "x" + x;
        }

        @Override
        public CompletionStage<String> async(int x) {
            executed.add(x);
            return later;
        }

        @Override
        public String hasty(int x) {
            return blocking(x);
        }

        @Override
        public long remainingNanos() {
            return Objects.requireNonNull(CallContext.current()).remainingNanos();
        }

        void release() {
            released.countDown();
            later.complete("later");
        }

        @Override
        public void close() {
            release();
        }
    }

    /** Checks the error of a call that has reached the server, which may be the first to notice and then knows the step. */
    private static void assertExceededThere(RpcException seen, String method) {
        assertThat(seen.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(seen.getMessage()).contains("deadline", method).containsPattern("steps 3 to 8: |step 3: ");
    }

    private static void assertExceededHere(RpcException seen, String method) {
        assertThat(seen.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(seen.getMessage()).contains("deadline", method, "step 2: ");
        assertThat(seen.fromServer()).isFalse();
    }

    private static void assertTook(Duration deadline, long startNanos) {
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                .isBetween(deadline, deadline.multipliedBy(10).plusSeconds(1));
    }

    @Test
    default void blockingCallEndsAtTheDeadlineOfItsStub() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler)) {
            Slow stub = served.stub(CallOptions.deadline(SHORT));
            served.stub().remainingNanos();
            long start = System.nanoTime();
            RpcException seen = refused(() -> stub.blocking(1));
            assertTook(SHORT, start);
            assertExceededThere(seen, "Slow.blocking");
            handler.release();
        }
    }

    @Test
    default void theCallerLearnsHowLongEachStepTook() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler);
                Served<Slow> heard = serve(Slow.class, handler, s -> s, c -> c.listener((call, step, nanos) -> {}))) {
            RpcException seen = refusedHere(served);
            assertThat(seen.getMessage())
                    .containsPattern("\\(steps 1 and 2: \\d+\\.\\d ms, since then [1-9]\\d+\\.\\d ms\\)$");
            assertThat(refusedHere(heard).getMessage())
                    .containsPattern("\\(step 1: \\d+\\.\\d ms, step 2: \\d+\\.\\d ms, step 3: [1-9]\\d+\\.\\d ms\\)$");
            handler.release();
        }
    }

    /** Returns the failure of a call at its deadline, repeated until the client is the first to notice. */
    private static RpcException refusedHere(Served<Slow> served) {
        Slow stub = served.stub(CallOptions.deadline(SHORT));
        served.stub().remainingNanos();
        AtomicReference<RpcException> seen = new AtomicReference<>();
        Eventually.until("the client is the first to notice", () -> {
            seen.set(refused(() -> stub.blocking(1)));
            return !seen.get().fromServer();
        });
        return seen.get();
    }

    @Test
    default void asyncCallEndsAtTheDeadlineOfItsStub() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler)) {
            Slow stub = served.stub(CallOptions.deadline(SHORT));
            served.stub().remainingNanos();
            long start = System.nanoTime();
            RpcException seen =
                    refused(() -> stub.async(1).toCompletableFuture().join());
            assertTook(SHORT, start);
            assertExceededThere(seen, "Slow.async");
            handler.release();
        }
    }

    @Test
    default void methodsTimeoutAppliesUnlessTheStubHasOne() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler)) {
            served.stub().remainingNanos();
            long start = System.nanoTime();
            assertExceededThere(refused(() -> served.stub().hasty(1)), "Slow.hasty");
            assertTook(SHORT, start);
            handler.release();
        }
    }

    @Test
    default void stubsDeadlineBeatsTheMethods() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler)) {
            Slow patient = served.stub(CallOptions.deadline(Eventually.LONG));
            CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> patient.hasty(1));
            Eventually.until("the call runs", () -> !handler.executed.isEmpty());
            Eventually.passed(SHORT.multipliedBy(2), System.nanoTime());
            handler.release();
            assertThat(call.join()).isEqualTo("x1");
        }
    }

    @Test
    default void clientsDeadlineAppliesWhenNoOtherIsSet() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler, s -> s, c -> c.deadline(SHORT))) {
            served.stub(CallOptions.deadline(Eventually.LONG)).remainingNanos();
            assertExceededThere(refused(() -> served.stub().blocking(1)), "Slow.blocking");
            handler.release();
        }
    }

    @Test
    default void serverKnowsWhatTimeRemains() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler, s -> s, c -> c.deadline(Duration.ZERO))) {
            long minute = Duration.ofMinutes(1).toNanos();
            assertThat(served.stub(CallOptions.deadline(Duration.ofMinutes(1))).remainingNanos())
                    .isBetween(minute / 2, minute + Duration.ofMillis(1).toNanos());
            assertThat(served.stub().remainingNanos()).isEqualTo(Long.MAX_VALUE);
            assertThat(served.stub(CallOptions.deadline(Duration.ofDays(365_000)))
                            .remainingNanos())
                    .isGreaterThan(Duration.ofDays(40).toNanos());
        }
    }

    @Test
    default void deadlineThatPassesBeforeTheMessageIsSentNamesStep2AndStartsNothing() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(
                        Slow.class,
                        handler,
                        s -> s,
                        c -> c.filter((call, replyTo, next) -> {
                            Eventually.until("the deadline has passed", () -> call.remainingNanos() < 0);
                            next.exchange(call, replyTo);
                        }))) {
            Slow stub = served.stub(CallOptions.deadline(SHORT));
            assertExceededHere(refused(() -> stub.blocking(1)), "Slow.blocking");
            RpcException seen =
                    refused(() -> stub.async(2).toCompletableFuture().join());
            assertExceededHere(seen, "Slow.async");
            assertThat(seen.notStarted()).isTrue();
            assertThat(handler.executed).isEmpty();
        }
    }

    @Test
    default void deadlineThatPassesWhileParametersAreWrittenNamesStep2() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(
                        Slow.class,
                        handler,
                        s -> s,
                        c -> c.serializer(
                                new HookedSerializer().beforeEncode(Role.PARAMETERS, KernelDeadlines::outlast)))) {
            Slow stub = served.stub(CallOptions.deadline(SHORT));
            assertExceededHere(refused(() -> stub.blocking(1)), "Slow.blocking");
            assertExceededHere(refused(() -> stub.async(2).toCompletableFuture().join()), "Slow.async");
            assertThat(handler.executed).isEmpty();
        }
    }

    private static void outlast() {
        Eventually.passed(SHORT.multipliedBy(3), System.nanoTime());
    }

    @TestFactory
    default Stream<DynamicTest> deadlineThatPassesOnTheServerEndsTheCall() {
        return Stream.of(
                        new HookedSerializer().beforeDecode(Role.PARAMETERS, KernelDeadlines::outlast),
                        new HookedSerializer().beforeEncode(Role.RESULT, KernelDeadlines::outlast))
                .map(slow -> dynamicTest("slow codec", () -> {
                    try (SlowHandler handler = new SlowHandler();
                            Served<Slow> served = serve(Slow.class, handler, s -> s.serializer(slow), c -> c)) {
                        handler.release();
                        served.stub().blocking(0); // so that the connection is there
                        Slow stub = served.stub(CallOptions.deadline(SHORT));
                        assertExceededThere(refused(() -> stub.blocking(1)), "Slow.blocking");
                        assertExceededThere(
                                refused(() ->
                                        stub.async(2).toCompletableFuture().join()),
                                "Slow.async");
                    }
                }));
    }

    @Test
    default void replyThatCameInTimeIsDeliveredHoweverLongItsReadingTakes() {
        HookedSerializer slow = new HookedSerializer()
                .beforeDecode(Role.RESULT, () -> Eventually.passed(SHORT.multipliedBy(4), System.nanoTime()));
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler, s -> s, c -> c.serializer(slow))) {
            handler.release();
            served.stub().blocking(0);
            Slow stub = served.stub(CallOptions.deadline(SHORT.multipliedBy(3)));
            assertThat(stub.blocking(1)).isEqualTo("x1");
            assertThat(stub.async(2).toCompletableFuture().join()).isEqualTo("later");
        }
    }

    @Test
    default void replyThatCameInTimeIsDeliveredHoweverLateTheExecutorIs() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        AtomicInteger busy = new AtomicInteger();
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served = serve(Slow.class, handler, s -> s, c -> c.completeOn(executor))) {
            handler.release();
            served.stub().async(0).toCompletableFuture().join();
            executor.execute(() -> Eventually.until("the reply waits", () -> busy.get() > 0));
            CompletableFuture<String> call = served.stub(CallOptions.deadline(SHORT.multipliedBy(5)))
                    .async(1)
                    .toCompletableFuture();
            Eventually.passed(SHORT.multipliedBy(6), System.nanoTime());
            assertThat(call).isNotDone();
            busy.incrementAndGet();
            assertThat(call.join()).isEqualTo("later");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    default void callThatExpiresInTheQueueIsNotExecuted() {
        try (SlowHandler handler = new SlowHandler();
                Served<Slow> served =
                        serve(Slow.class, handler, s -> s.handlers(1).queue(10), c -> c)) {
            CompletableFuture<String> first =
                    CompletableFuture.supplyAsync(() -> served.stub().blocking(1));
            Eventually.until("the only handler is busy", () -> handler.executed.size() == 1);
            RpcException seen =
                    refused(() -> served.stub(CallOptions.deadline(SHORT)).blocking(2));
            assertExceededThere(seen, "Slow.blocking");
            // The server counts from the receipt of the call, a moment later.
            Eventually.passed(SHORT, System.nanoTime());
            handler.release();
            assertThat(first.join()).isEqualTo("x1");
            assertThat(served.stub().blocking(3)).isEqualTo("x3");
            assertThat(handler.executed).containsExactly(1, 3);
        }
    }
}
