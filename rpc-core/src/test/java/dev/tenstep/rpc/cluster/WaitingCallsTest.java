package dev.tenstep.rpc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.client.Things;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WaitingCallsTest {
    private static final int MAX_BYTES = 100;

    private final Things things = new Things();
    private final List<Call> sent = new ArrayList<>();
    private boolean endpoint;
    private final WaitingCalls waiting = new WaitingCalls(this::send, MAX_BYTES, 1024, things.timer);

    private boolean send(Call call, ReplyTo replyTo) {
        if (endpoint) {
            sent.add(call);
        }
        return endpoint;
    }

    private CompletableFuture<Object> call(Exchange through) {
        return things.callThrough(through, "put");
    }

    private CompletableFuture<Object> call() {
        return call((call, replyTo) -> waiting.add(call, replyTo, waiting.changes()));
    }

    /** Makes a call whose parameters have 60 bytes. */
    private CompletableFuture<Object> longCall() {
        return call((call, replyTo) -> {
            call.argumentsSent(new byte[60]);
            waiting.add(call, replyTo, waiting.changes());
        });
    }

    private static RpcException failure(CompletableFuture<Object> call) {
        assertThat(call).isCompletedExceptionally();
        return (RpcException) call.handle((result, thrown) -> thrown).join();
    }

    private void tick() {
        things.timer.pass(Duration.ofMillis(10));
    }

    @Test
    void callsLeaveInOrderWhenThereIsAnEndpoint() {
        List<CompletableFuture<Object>> calls = List.of(call(), call(), call());
        tick();
        assertThat(sent).isEmpty();
        endpoint = true;
        tick();
        assertThat(sent)
                .containsExactlyElementsOf(calls.stream().map(Call.class::cast).toList());
        tick();
        assertThat(things.timer.waits()).as("nothing more to look at").isEmpty();
    }

    @Test
    void changeBetweenTheChoiceAndTheWaitIsSeenAtOnce() {
        call((call, replyTo) -> {
            int seen = waiting.changes();
            endpoint = true;
            waiting.endpointChanged();
            waiting.add(call, replyTo, seen);
        });
        things.timer.pass(Duration.ZERO);
        assertThat(sent).hasSize(1);
    }

    @Test
    void deadlineEndsACall() {
        long deadline = things.timer.nanoTime() + Duration.ofMillis(15).toNanos();
        CompletableFuture<Object> call =
                call((made, replyTo) -> waiting.add(made.withDeadlineNanos(deadline), replyTo, waiting.changes()));
        tick();
        assertThat(call).isNotDone();
        tick();
        assertThat(failure(call).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        assertThat(failure(call).notStarted()).isTrue();
    }

    @Test
    void cancelledCallsFreeTheirPlace() {
        CompletableFuture<Object> first = longCall();
        CompletableFuture<Object> second = longCall();
        RpcException full = failure(longCall());
        assertThat(full.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(full).hasMessage("2 calls of 120 bytes are waiting for a ready endpoint, which is the limit");
        first.cancel(true);
        second.cancel(true);
        tick();
        assertThat(longCall()).isNotDone();
    }

    @Test
    void callsBeyondTheMaximumAreRefused() {
        for (int i = 0; i < WaitingCalls.MAX_CALLS; i++) {
            call();
        }
        assertThat(failure(call()).code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        endpoint = true;
        tick();
        assertThat(sent).hasSize(WaitingCalls.MAX_CALLS);
        assertThat(call()).isNotDone();
    }

    @Test
    void closingEndsWaitingAndLaterCalls() {
        CompletableFuture<Object> before = call();
        waiting.close();
        CompletableFuture<Object> after = call();
        tick();
        assertThat(List.of(failure(before), failure(after)))
                .allMatch(failure -> failure.code() == StatusCode.UNAVAILABLE && failure.notStarted());
    }
}
