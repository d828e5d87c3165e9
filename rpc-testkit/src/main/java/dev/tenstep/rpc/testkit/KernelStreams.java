package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of every kind: elements arrive in order, once, and no faster than they are consumed, and the stream ends. */
interface KernelStreams extends KernelUnderTest {

    private static List<Integer> range(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }

    @Test
    default void resultsArriveInOrderAndEnd() throws Exception {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            for (int count : new int[] {0, 1, 2, 1000, 20_000}) {
                Collector<Integer> results = new Collector<>(64);
                served.stub().publish(5, count).subscribe(results);
                assertThat(results.await()).isEqualTo(range(5, count));
                try (Stream<Integer> list = served.stub().list(7, count)) {
                    assertThat(list.toList()).isEqualTo(range(7, count));
                }
            }
        }
    }

    @Test
    default void parametersThatStreamArriveWithOthers() throws Exception {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            for (int count : new int[] {0, 1, 1000, 20_000}) {
                long expected = range(1, count).stream().mapToLong(i -> i).sum() + 3;
                assertThat(served.stub().sum(3, new Counted<>(count, i -> 1 + i)))
                        .isEqualTo(expected);
                assertThat(served.stub().sumLater(range(1, count).stream(), 3).get(30, TimeUnit.SECONDS))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    default void streamsRunInBothDirectionsAtOnce() throws Exception {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            Collector<Integer> results = new Collector<>(8);
            try (SubmissionPublisher<Integer> given = new SubmissionPublisher<>()) {
                served.stub().next(given).subscribe(results);
                Eventually.until("the server takes numbers", given::hasSubscribers);
                for (int i = 0; i < 100; i++) {
                    given.submit(i);
                    int soFar = i + 1;
                    Eventually.until("the answer came", () -> results.got.size() == soFar);
                }
            }
            assertThat(results.await()).isEqualTo(range(1, 100));
            try (Stream<Integer> next = served.stub().nextBlocking(range(0, 5000).stream())) {
                assertThat(next.toList()).isEqualTo(range(1, 5000));
            }
        }
    }

    @Test
    default void elementsOfAllSizesKeepTheirOrder() {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            List<Integer> lengths = Stream.of(
                            0, 1, 70_000, 3, 200_000, 1_000_000, 5, 65_536, 65_530, 81_920, 81_910, 9, 3_000_000, 2)
                    .flatMap(n -> Stream.of(n, 4))
                    .toList();
            try (Stream<String> texts = served.stub().texts(lengths.stream())) {
                assertThat(texts.map(String::length).toList()).isEqualTo(lengths);
            }
        }
    }

    @Test
    default void nothingIsProducedWithoutARequest() {
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler)) {
            Collector<Integer> results = new Collector<>(0);
            served.stub().publish(0, 1_000_000).subscribe(results);
            results.subscription().request(1);
            Eventually.until("the first came", () -> results.got.size() == 1);
            int limit = 20_000;
            assertThat(handler.made.get()).isBetween(1, limit);
            results.subscription().request(2);
            Eventually.until("the others came", () -> results.got.size() == 3);
            assertThat(handler.made.get()).isBetween(3, limit);
            assertThat(results.all).isNotDone();
            results.subscription().cancel();
        }
    }

    @Test
    default void cancelledSubscriptionReachesTheHandler() throws Exception {
        NumbersHandler handler = new NumbersHandler();
        StepRecorder steps = new StepRecorder();
        try (Served<Numbers> served = serve(Numbers.class, handler, s -> s, c -> c.listener(steps))) {
            Collector<Integer> results = new Collector<>(0);
            served.stub().publish(0, 1_000_000).subscribe(results);
            results.subscription().request(10);
            Eventually.until("ten came", () -> results.got.size() == 10);
            results.subscription().cancel();
            RpcException reason = handler.cancelled.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(reason.code()).isEqualTo(StatusCode.CANCELLED);
            steps.awaitEnded(1);
            assertThat(results.got).hasSize(10);
            assertThat(results.all).isNotDone();
            assertThat(handler.made.get()).isLessThan(1_000_000);
        }
    }

    @Test
    default void closedStreamEndsTheHandlersInItsThread() throws Exception {
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler)) {
            try (Stream<Integer> list = served.stub().list(0, Integer.MAX_VALUE)) {
                assertThat(list.limit(5).toList()).isEqualTo(range(0, 5));
            }
            Thread closed = handler.closedIn.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(closed).isSameAs(handler.handledIn.join());
        }
    }

    @Test
    default void failureComesAfterWhatWasSent() {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            for (int count : new int[] {0, 1, 500}) {
                AtomicInteger got = new AtomicInteger();
                assertThatThrownBy(
                                () -> served.stub().failAfter(count, "declared").forEach(i -> got.incrementAndGet()))
                        .isInstanceOf(Numbers.Refused.class)
                        .hasMessage("no more than " + count);
                assertThat(got).hasValue(count);
                RpcException said = refused(() -> served.stub()
                        .failAfter(count, "said")
                        .map(i -> got.incrementAndGet())
                        .toList());
                assertThat(said.code()).isEqualTo(StatusCode.OUT_OF_RANGE);
                assertThat(said.fromServer()).isTrue();
                RpcException unknown = refused(() -> served.stub()
                        .failAfter(count, "otherwise")
                        .map(i -> got.incrementAndGet())
                        .toList());
                assertThat(unknown.code()).isEqualTo(StatusCode.UNKNOWN);
                assertThat(unknown).hasMessageNotContaining("secret");
                assertThat(got).hasValue(3 * count);
            }
        }
    }

    @Test
    default void aPoolGoesOnWhereItsOnlyWorkerCalls() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler)) {
            ForkJoinTask<Long> sum;
            try (SubmissionPublisher<Integer> given = new SubmissionPublisher<>(pool, 16)) {
                sum = pool.submit(() -> served.stub().sum(1, given));
                Eventually.until("the kernel takes the elements", given::hasSubscribers);
                given.submit(2);
            }
            assertThat(sum.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    default void failureOfTheCallersStreamEndsTheCall() throws Exception {
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler);
                SubmissionPublisher<Integer> given = new SubmissionPublisher<>()) {
            CompletableFuture<RpcException> failure = CompletableFuture.supplyAsync(
                    () -> refused(() -> served.stub().sum(1, given)));
            Eventually.until("the handler runs", handler.handledIn::isDone);
            given.submit(1);
            given.closeExceptionally(new IllegalStateException("no more"));
            RpcException told = failure.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(told).hasMessageContaining("no more").hasRootCauseInstanceOf(IllegalStateException.class);
            assertThat(handler.failed.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.CANCELLED));
        }
    }

    @Test
    default void answerThatComesBeforeTheEndStopsTheCallersStream() {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            Counted<Integer> numbers = new Counted<>(Integer.MAX_VALUE - 1, i -> i);
            assertThat(served.stub().ignore(numbers)).isEqualTo("ignored");
            assertThat(numbers.made()).isLessThan(20_000);
            assertThat(served.stub().sum(1, new Counted<>(3, i -> 1 + i))).isEqualTo(7);
        }
    }

    @Test
    default void deadlineEndsResultsWhereverTheyAre() throws Exception {
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler)) {
            Numbers hurried = served.stub(CallOptions.deadline(Duration.ofSeconds(1)));
            Collector<Integer> results = new Collector<>(0);
            hurried.publish(0, 1_000_000).subscribe(results);
            results.subscription().request(5);
            assertThat(results.failure()).isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code())
                    .isEqualTo(StatusCode.DEADLINE_EXCEEDED));
            assertThat(handler.cancelled.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isNotNull();
        }
    }

    @Test
    default void closedClientEndsItsStreams() throws Exception {
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler)) {
            Collector<Integer> results = new Collector<>(0);
            served.stub().publish(0, 1_000_000).subscribe(results);
            results.subscription().request(1);
            Eventually.until("the first came", () -> results.got.size() == 1);
            served.client().close();
            assertThat(results.failure()).isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code())
                    .isEqualTo(StatusCode.UNAVAILABLE));
            handler.cancelled.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    default void closedServerEndsStreamsThatDoNot() throws Exception {
        NumbersHandler handler = new NumbersHandler();
        try (Served<Numbers> served = serve(Numbers.class, handler, s -> s.drain(Duration.ofMillis(100)), c -> c)) {
            Collector<Integer> results = new Collector<>(0);
            served.stub().publish(0, 1_000_000).subscribe(results);
            results.subscription().request(1);
            Eventually.until("the first came", () -> results.got.size() == 1);
            served.server().close();
            assertThat(results.failure()).isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code())
                    .isEqualTo(StatusCode.UNAVAILABLE));
        }
    }

    @Test
    default void subscribersHaveCallsOfTheirOwn() throws Exception {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            Flow.Publisher<Integer> numbers = served.stub().publish(0, 100);
            Collector<Integer> one = new Collector<>(3);
            Collector<Integer> two = new Collector<>(5);
            numbers.subscribe(one);
            numbers.subscribe(two);
            assertThat(one.await()).isEqualTo(range(0, 100));
            assertThat(two.await()).isEqualTo(range(0, 100));
        }
    }

    @Test
    default void streamThatIsNullIsRefused() {
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler())) {
            @SuppressWarnings("NullAway")
            RpcException failure = refused(() -> served.stub().sum(1, null));
            assertThat(failure.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
            assertThat(failure).hasMessageContaining("'numbers'");
        }
    }

    @Test
    default void resultsTakeTheTenSteps() throws Exception {
        StepRecorder steps = new StepRecorder();
        try (Served<Numbers> served = serve(Numbers.class, new NumbersHandler(), s -> s, c -> c.listener(steps))) {
            Collector<Integer> results = new Collector<>(10);
            served.stub().publish(0, 20).subscribe(results);
            results.await();
            assertThat(steps.awaitEnded(1).get(0).steps()).isEqualTo(KernelSteps.steps(1, 2, 3, 8, 9, 10));
        }
    }
}
