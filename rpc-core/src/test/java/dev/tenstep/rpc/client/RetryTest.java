package dev.tenstep.rpc.client;

import static dev.tenstep.rpc.call.StatusCode.CANCELLED;
import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.INVALID_ARGUMENT;
import static dev.tenstep.rpc.call.StatusCode.NOT_FOUND;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static dev.tenstep.rpc.client.Things.failure;
import static dev.tenstep.rpc.client.Things.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryTest {
    private static final Duration MILLIS_10 = Duration.ofMillis(10);
    private static final CallOptions HEDGED = CallOptions.DEFAULT.hedge(MILLIS_10);

    private final Things things = new Things();

    static RpcException failureOf(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        CompletionException thrown = catchThrowableOfType(CompletionException.class, call::join);
        return (RpcException) thrown.getCause();
    }

    private List<Integer> attempts() {
        return things.sent.stream().map(sent -> sent.call().attempt()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "put"})
    void refusedCallIsRetriedOnceAtOnceWhateverItsMethod(String method) {
        CompletableFuture<Object> call = things.call(method);
        things.last().fail(refusal(UNAVAILABLE));
        assertThat(attempts()).containsExactly(1, 2);
        things.last().answer("yes");
        assertThat(call).isCompletedWithValue("yes");
    }

    @Test
    void secondRefusalGoesToTheCaller() {
        CompletableFuture<Object> call = things.call("put");
        things.last().fail(refusal(UNAVAILABLE));
        things.last().fail(refusal(RESOURCE_EXHAUSTED));
        assertThat(attempts()).containsExactly(1, 2);
        assertThat(failureOf(call).code()).isEqualTo(RESOURCE_EXHAUSTED);
        assertThat(failureOf(call).notStarted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StatusCode.class)
    void callThatMayHaveStartedIsRetriedOnlyIfItsMethodIsIdempotent(StatusCode code) {
        CompletableFuture<Object> call = things.call("put");
        things.last().fail(failure(code).fromServer(false));
        assertThat(attempts()).containsExactly(1);
        assertThat(failureOf(call).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED"},
            mode = EnumSource.Mode.EXCLUDE)
    void refusalThatWouldBeTheSameAgainIsTheCallers(StatusCode code) {
        things.call("put");
        things.last().fail(refusal(code));
        assertThat(attempts()).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED"})
    void callThatIsRefusedHereIsTriedAgainOnlyOverAnotherConnection(StatusCode code) {
        RpcException refusal = RpcException.notStarted(code, "no connection, or a full one", null);
        things.call("put");
        things.last().fail(refusal);
        assertThat(attempts()).containsExactly(1);
        Things two = new Things().retries(new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 20, 10, () -> true));
        two.call("put");
        two.last().fail(refusal);
        assertThat(two.sent).hasSize(2);
    }

    @Test
    void idempotentMethodIsTriedThreeTimesWithGrowingBackoff() {
        CompletableFuture<Object> call = things.call("get");
        things.last().fail(failure(UNAVAILABLE));
        assertThat(things.timer.waits()).containsExactly(50L);
        things.timer.pass(Duration.ofMillis(49));
        assertThat(attempts()).containsExactly(1);
        things.timer.pass(Duration.ofMillis(1));
        assertThat(attempts()).containsExactly(1, 2);
        things.last().fail(failure(UNAVAILABLE));
        assertThat(things.timer.waits()).containsExactly(100L);
        things.timer.pass(Duration.ofMillis(100));
        assertThat(attempts()).containsExactly(1, 2, 3);
        assertThat(things.sent.stream().map(sent -> sent.call().callId()).distinct())
                .hasSize(1);
        things.last().fail(failure(UNAVAILABLE));
        assertThat(failureOf(call).code()).isEqualTo(UNAVAILABLE);
        assertThat(things.timer.waits()).isEmpty();
    }

    @Test
    void policyOfTheStubWins() {
        RetryPolicy twice = RetryPolicy.DEFAULT.withAttempts(2).withCodes(Set.of(NOT_FOUND));
        CompletableFuture<Object> call = things.call("get", CallOptions.DEFAULT.withRetry(twice), 1);
        things.last().fail(failure(NOT_FOUND));
        things.timer.pass(Duration.ofSeconds(1));
        things.last().fail(failure(NOT_FOUND));
        assertThat(attempts()).containsExactly(1, 2);
        assertThat(failureOf(call).code()).isEqualTo(NOT_FOUND);
    }

    @Test
    void policyNoneRetriesNothing() {
        things.call("get", HEDGED.withRetry(RetryPolicy.NONE), 1);
        things.timer.pass(MILLIS_10);
        things.last().fail(refusal(UNAVAILABLE));
        assertThat(attempts()).containsExactly(1);
        assertThat(things.timer.waits()).isEmpty();
    }

    @Test
    void declaredExceptionIsAnAnswer() {
        RetryPolicy all = RetryPolicy.DEFAULT.withCodes(Set.of(StatusCode.values()));
        CompletableFuture<Object> call = things.call("declared", CallOptions.DEFAULT.withRetry(all), 1);
        things.last().fail(RpcException.declared(new InterruptedException("declared"), 0));
        assertThat(attempts()).containsExactly(1);
        assertThat(call).isCompletedExceptionally();
    }

    @Test
    void noAttemptIsMadeAfterTheDeadline() {
        CallOptions soon = CallOptions.deadline(Duration.ofHours(1));
        things.call("get", soon, 1);
        long deadline = things.last().call().deadlineNanos();
        things.timer.pass(Duration.ofNanos(deadline - things.timer.nanoTime()).minusMillis(50));
        things.last().fail(failure(UNAVAILABLE));
        assertThat(things.timer.waits()).as("50 ms before the deadline").isEmpty();
        things.call("get", soon, 1);
        things.timer.pass(Duration.ofNanos(things.last().call().deadlineNanos() - things.timer.nanoTime()));
        things.last().fail(refusal(UNAVAILABLE));
        assertThat(attempts()).as("at the deadline").containsExactly(1, 1);
        things.last().fail(RpcException.notStarted(DEADLINE_EXCEEDED, "late", null));
        assertThat(attempts()).containsExactly(1, 1);
    }

    @Test
    void cancelledCallIsNotRetried() {
        CompletableFuture<Object> cancelledFirst = things.call("get");
        cancelledFirst.cancel(true);
        things.last().fail(refusal(UNAVAILABLE));
        assertThat(attempts()).containsExactly(1);
        CompletableFuture<Object> cancelledWaiting = things.call("get");
        things.last().fail(failure(UNAVAILABLE));
        cancelledWaiting.cancel(true);
        things.timer.pass(Duration.ofSeconds(1));
        assertThat(attempts()).containsExactly(1, 1);
    }

    @Test
    void laterAttemptIsCancelledWithItsCall() {
        CompletableFuture<Object> call = things.call("get");
        things.last().fail(refusal(UNAVAILABLE));
        List<RpcException> fired = new ArrayList<>();
        things.last().call().cancellation().onCancel(fired::add);
        call.cancel(true);
        assertThat(things.last().call().cancelled()).isTrue();
        assertThat(fired).extracting(RpcException::code).containsExactly(CANCELLED);
    }

    @Test
    void callCountsAsNotStartedOnlyIfNoAttemptWasStarted() {
        CompletableFuture<Object> call = things.call("get");
        things.last().fail(failure(UNAVAILABLE));
        things.timer.pass(Duration.ofSeconds(1));
        things.last().fail(refusal(INVALID_ARGUMENT));
        assertThat(failureOf(call).notStarted()).isFalse();
        assertThat(failureOf(call).fromServer()).isTrue();
    }

    @Test
    void withAnEmptyBudgetTheFailureGoesToTheCaller() {
        Things poor = things.retries(new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 20, 0, () -> false));
        for (int call = 1; call <= 10; call++) {
            CompletableFuture<Object> outcome = poor.call("put");
            poor.last().fail(refusal(UNAVAILABLE));
            boolean again = call % 5 == 0;
            assertThat(poor.last().call().attempt()).as("of call %s", call).isEqualTo(again ? 2 : 1);
            assertThat(outcome.isDone()).isEqualTo(!again);
        }
    }

    @Test
    void closedClientMakesNoAttempts() {
        CompletableFuture<Object> waiting = things.call("get");
        things.last().fail(failure(UNAVAILABLE));
        CompletableFuture<Object> running = things.call("get");
        things.retry().close();
        things.last().fail(refusal(UNAVAILABLE));
        assertThat(attempts()).containsExactly(1, 1);
        assertThat(failureOf(waiting).notStarted()).isFalse();
        assertThat(failureOf(running).code()).isEqualTo(UNAVAILABLE);
    }

    @Test
    void filtersSeeOneCallAndOneOutcome() {
        List<String> seen = new ArrayList<>();
        things.filter((call, replyTo, next) -> {
            seen.add("call " + call.attempt());
            next.exchange(call.withMetadata(Metadata.of("a", "b")), new ReplyTo() {
                @Override
                public void reply(Reply reply) {
                    seen.add("reply " + reply.result());
                    replyTo.reply(reply);
                }

                @Override
                public void fail(RpcException failure) {
                    seen.add("failure");
                    replyTo.fail(failure);
                }
            });
        });
        CompletableFuture<Object> call = things.call("put");
        things.last().fail(refusal(UNAVAILABLE));
        assertThat(things.last().call().metadata()).isEqualTo(Metadata.of("a", "b"));
        assertThat(attempts()).containsExactly(1, 2);
        things.last().answer("yes");
        assertThat(call).isCompletedWithValue("yes");
        assertThat(seen).containsExactly("call 1", "reply yes");
    }

    @Test
    void failureOfAFilterIsNotRetried() {
        things.filter((call, replyTo, next) -> {
            next.exchange(call, replyTo);
            throw new RpcException(UNAVAILABLE, "the filter");
        });
        CompletableFuture<Object> call = things.call("get");
        assertThat(things.sent).hasSize(1);
        assertThat(failureOf(call)).hasMessage("the filter");
    }

    @Test
    void filterThatFailsOnTheReplyEndsTheCall() {
        things.filter((call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                throw new RpcException(UNAVAILABLE, "the filter");
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        }));
        CompletableFuture<Object> call = things.call("get");
        things.last().answer("yes");
        assertThat(things.sent).hasSize(1);
        assertThat(failureOf(call)).hasMessage("the filter");
    }

    /** Notes its signals. */
    private record Lines(List<String> heard) implements Flow.Subscriber<Object> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            heard.add("subscribed");
        }

        @Override
        public void onNext(Object item) {
            heard.add("item " + item);
        }

        @Override
        public void onError(Throwable thrown) {
            heard.add("error");
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }

    private static void subscribe(Flow.@Nullable Publisher<?> stream, List<String> heard) {
        assertThat(stream).isNotNull();
        stream.subscribe(new Lines(heard));
    }

    @Test
    void callWhoseStreamHasASubscriberIsNeverRetried() {
        try (SubmissionPublisher<String> lines = new SubmissionPublisher<>(Runnable::run, 8)) {
            CompletableFuture<Object> call = things.call("upload", CallOptions.DEFAULT, lines);
            subscribe(things.last().call().stream(), new ArrayList<>());
            things.last().fail(refusal(UNAVAILABLE));
            assertThat(attempts()).containsExactly(1);
            assertThat(failureOf(call).code()).isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void callWhoseStreamHasNoSubscriberIsRetriedAndTheOldAttemptLosesIt() {
        try (SubmissionPublisher<String> lines = new SubmissionPublisher<>(Runnable::run, 8)) {
            things.call("upload", CallOptions.DEFAULT, lines);
            things.last().fail(refusal(UNAVAILABLE));
            assertThat(attempts()).containsExactly(1, 2);
            List<String> late = new ArrayList<>();
            subscribe(things.sent.get(0).call().stream(), late);
            assertThat(late).containsExactly("subscribed", "error");
            List<String> heard = new ArrayList<>();
            subscribe(things.last().call().stream(), heard);
            lines.submit("a");
            assertThat(heard).containsExactly("subscribed");
            assertThat(lines.getNumberOfSubscribers()).isEqualTo(1);
        }
    }

    @Test
    void listenersHearEachAttemptFromItsFirstStepToItsEnd() {
        List<String> heard = new ArrayList<>();
        things.listener(new StepListener() {
            @Override
            public void stepBegan(Call call, Step step, long nanos) {
                heard.add(call.callId() + "." + call.attempt() + ": " + step.number());
            }

            @Override
            public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
                heard.add(call.callId() + "." + call.attempt() + ": " + (failure == null ? "ok" : "failed"));
            }
        });
        things.call("put");
        things.last().fail(refusal(UNAVAILABLE));
        things.last().answer("yes");
        assertThat(heard)
                .containsExactly(
                        "1.1: 1",
                        "1.1: 2",
                        "1.1: 9",
                        "1.1: 10",
                        "1.1: failed",
                        "1.2: 1",
                        "1.2: 2",
                        "1.2: 9",
                        "1.2: 10",
                        "1.2: ok");
    }
}
