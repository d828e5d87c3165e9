package dev.tenstep.rpc.client;

import static dev.tenstep.rpc.call.StatusCode.CANCELLED;
import static dev.tenstep.rpc.call.StatusCode.INTERNAL;
import static dev.tenstep.rpc.call.StatusCode.NOT_FOUND;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static dev.tenstep.rpc.client.RetryTest.failureOf;
import static dev.tenstep.rpc.client.Things.failure;
import static dev.tenstep.rpc.client.Things.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A second attempt beside a slow first one. */
final class HedgeTest {
    private static final Duration MILLIS_10 = Duration.ofMillis(10);
    private static final CallOptions HEDGED = CallOptions.DEFAULT.hedge(MILLIS_10);

    private final Things things = new Things();

    private List<Integer> attempts() {
        return things.sent.stream().map(sent -> sent.call().attempt()).toList();
    }

    @Test
    void hedgeIsMadeAfterTheDelayAndTheFirstAnswerTaken() {
        CompletableFuture<Object> call = things.call("get", HEDGED, 1);
        things.timer.pass(Duration.ofMillis(9));
        assertThat(attempts()).containsExactly(1);
        things.timer.pass(Duration.ofMillis(1));
        assertThat(attempts()).containsExactly(1, 2);
        List<RpcException> fired = new ArrayList<>();
        things.sent.get(0).call().cancellation().onCancel(fired::add);
        things.sent.get(1).answer("second");
        assertThat(call).isCompletedWithValue("second");
        assertThat(things.sent.get(0).call().cancelled()).isTrue();
        assertThat(fired).extracting(RpcException::code).containsExactly(CANCELLED);
        things.sent.get(0).answer("first");
        assertThat(call).isCompletedWithValue("second");
    }

    @Test
    void answerCancelsTheHedge() {
        CompletableFuture<Object> call = things.call("get", HEDGED, 1);
        things.last().answer("first");
        assertThat(call).isCompletedWithValue("first");
        assertThat(things.timer.waits()).isEmpty();
    }

    @Test
    void callerCancelsTheHedge() {
        things.call("get", HEDGED, 1).cancel(true);
        assertThat(things.timer.waits()).isEmpty();
    }

    @Test
    void onlyIdempotentMethodsAreHedged() {
        things.call("put", HEDGED, 1);
        things.timer.pass(Duration.ofSeconds(1));
        assertThat(attempts()).containsExactly(1);
    }

    @Test
    void hedgeCountsAgainstTheBudget() {
        things.retries(new Retry.Settings(RetryPolicy.DEFAULT, MILLIS_10, 0, 1, () -> false));
        things.call("get");
        things.call("get");
        things.timer.pass(MILLIS_10);
        assertThat(attempts()).containsExactlyInAnyOrder(1, 1, 2);
    }

    @Test
    void retryableFailureWaitsForTheOtherAttempt() {
        CompletableFuture<Object> call = things.call("get", HEDGED, 1);
        things.timer.pass(MILLIS_10);
        things.sent.get(0).fail(failure(UNAVAILABLE));
        assertThat(call).isNotDone();
        things.sent.get(1).answer("second");
        assertThat(call).isCompletedWithValue("second");
    }

    @Test
    void refusalOfAHedgeIsNoOutcomeWhileTheFirstAttemptRuns() {
        for (RpcException refused : List.of(
                refusal(RESOURCE_EXHAUSTED),
                refusal(UNAVAILABLE),
                RpcException.notStarted(RESOURCE_EXHAUSTED, "no room here", null),
                failure(INTERNAL))) {
            CompletableFuture<Object> call = things.call("get", HEDGED, 1);
            things.timer.pass(MILLIS_10);
            things.last().fail(refused);
            assertThat(call).isNotDone();
            Things.Sent first = things.sent.get(things.sent.size() - 2);
            assertThat(first.call().cancelled()).isFalse();
            first.answer("first");
            assertThat(call).isCompletedWithValue("first");
        }
    }

    @Test
    void failureThatIsAnAnswerEndsBothAttempts() {
        CompletableFuture<Object> call = things.call("get", HEDGED, 1);
        things.timer.pass(MILLIS_10);
        things.sent.get(1).fail(refusal(NOT_FOUND));
        assertThat(failureOf(call).code()).isEqualTo(NOT_FOUND);
        assertThat(failureOf(call).notStarted()).as("the other may have been").isFalse();
        assertThat(things.sent.get(0).call().cancelled()).isTrue();
    }
}
