package dev.tenstep.rpc.call;

import static dev.tenstep.rpc.call.Things.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundRobinTest {
    private final Things things = new Things();
    private final List<Integer> used = new ArrayList<>();
    private final List<Integer> connected = new ArrayList<>();

    /** A kernel that is ready or not. */
    private final class Fake implements ClientKernel {
        private final int number;
        private boolean ready = true;

        Fake(int number) {
            this.number = number;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void connect() {
            connected.add(number);
        }

        @Override
        public void exchange(Call call, ReplyTo replyTo) {
            used.add(number);
            things.exchange(call, replyTo);
        }

        @Override
        public void close() {}
    }

    private final List<Fake> kernels = IntStream.range(0, 4).mapToObj(Fake::new).toList();

    private void callEightTimes() {
        RoundRobin balancer = new RoundRobin(List.copyOf(kernels), 4, List.of());
        IntStream.range(0, 8).forEach(i -> things.callThrough(balancer, "put"));
    }

    @Test
    void readyKernelsTakeTurnsAndTheOthersConnect() {
        kernels.get(2).ready = false;
        callEightTimes();
        assertThat(used).containsExactly(0, 1, 3, 3, 0, 1, 3, 3);
        assertThat(connected).containsExactly(2, 2);
    }

    @Test
    void firstCallsAreSpreadWhereNoneIsReady() {
        kernels.forEach(kernel -> kernel.ready = false);
        callEightTimes();
        assertThat(used).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(connected).contains(0, 1, 2, 3);
    }

    /** Where two attempts at each of many calls go, the first of which is refused. */
    private List<List<Integer>> pairs(int endpoints) {
        RoundRobin balancer = new RoundRobin(List.copyOf(kernels), endpoints, List.of());
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 100, 10, 4);
        Retry retry = new Retry(balancer, settings, things.timer, () -> 0);
        List<List<Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            used.clear();
            things.callThrough(retry, "put");
            things.last().fail(refusal(StatusCode.UNAVAILABLE));
            pairs.add(List.copyOf(used));
        }
        return pairs;
    }

    @Test
    void secondAttemptGoesToAnotherEndpoint() {
        assertThat(pairs(2)).allMatch(pair -> pair.get(0) % 2 != pair.get(1) % 2);
    }

    @Test
    void secondAttemptGoesToAnotherEndpointEvenIfThatMustConnect() {
        kernels.get(1).ready = false;
        kernels.get(3).ready = false;
        assertThat(pairs(2)).allMatch(pair -> pair.get(0) % 2 == 0 && pair.get(1) % 2 == 1);
    }

    @Test
    void secondAttemptToTheOnlyEndpointGoesOverAnotherConnection() {
        assertThat(pairs(1)).allMatch(pair -> !pair.get(0).equals(pair.get(1)));
    }
}
