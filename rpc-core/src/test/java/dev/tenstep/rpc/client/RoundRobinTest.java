package dev.tenstep.rpc.client;

import static dev.tenstep.rpc.client.Things.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ConnectivityState;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundRobinTest {
    private final Things things = new Things();
    private final List<Integer> used = new ArrayList<>();
    private final List<Integer> connected = new ArrayList<>();

    /** A kernel of that state. */
    private final class Fake implements ClientKernel {
        private final int number;
        private ConnectivityState state = ConnectivityState.READY;
        private Runnable changed = () -> {};

        Fake(int number) {
            this.number = number;
        }

        @Override
        public ConnectivityState state() {
            return state;
        }

        @Override
        public void onStateChange(Runnable listener) {
            changed = listener;
        }

        void becomes(ConnectivityState newState) {
            state = newState;
            changed.run();
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

    private RoundRobin balancer(int endpoints) {
        return new RoundRobin(List.copyOf(kernels), endpoints, List.of(), KernelSettings.DEFAULT, things.timer);
    }

    private void callEightTimes() {
        RoundRobin balancer = balancer(4);
        IntStream.range(0, 8).forEach(i -> things.callThrough(balancer, "put"));
    }

    private void allAre(ConnectivityState state) {
        kernels.forEach(kernel -> kernel.state = state);
    }

    @Test
    void readyKernelsTakeTurnsAndTheOthersConnect() {
        kernels.get(2).state = ConnectivityState.CONNECTING;
        callEightTimes();
        assertThat(used).containsExactly(0, 1, 3, 3, 0, 1, 3, 3);
        assertThat(connected).containsExactly(2, 2);
    }

    @Test
    void whereAllHaveFailedEachSaysSoInTurn() {
        allAre(ConnectivityState.TRANSIENT_FAILURE);
        callEightTimes();
        assertThat(used).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(connected).contains(0, 1, 2, 3);
    }

    @Test
    void firstCallsWaitForTheFirstThatIsReady() {
        allAre(ConnectivityState.IDLE);
        callEightTimes();
        assertThat(used).isEmpty();
        assertThat(connected).contains(0, 1, 2, 3);
        kernels.get(0).becomes(ConnectivityState.TRANSIENT_FAILURE);
        kernels.get(1).becomes(ConnectivityState.CONNECTING);
        things.timer.pass(Duration.ofSeconds(1));
        assertThat(used).isEmpty();
        kernels.get(2).becomes(ConnectivityState.READY);
        things.timer.pass(Duration.ZERO);
        assertThat(used).hasSize(8).containsOnly(2);
    }

    @Test
    void callsThatWaitAreToldWhyWhereAllHaveFailed() {
        allAre(ConnectivityState.CONNECTING);
        callEightTimes();
        kernels.forEach(kernel -> kernel.becomes(ConnectivityState.TRANSIENT_FAILURE));
        things.timer.pass(Duration.ZERO);
        assertThat(used).hasSize(8).contains(0, 1, 2, 3);
    }

    @Test
    void callThatWaitsForReadyGoesToTheFirstThatComesBack() {
        allAre(ConnectivityState.TRANSIENT_FAILURE);
        things.callThrough(balancer(4), "put", CallOptions.DEFAULT.waitForReady());
        things.timer.pass(Duration.ofSeconds(60));
        assertThat(used).isEmpty();
        kernels.get(3).becomes(ConnectivityState.READY);
        things.timer.pass(Duration.ZERO);
        assertThat(used).containsExactly(3);
    }

    @Test
    void secondAttemptThatWaitsForReadyGoesBackToTheOnlyOneThatIs() {
        allAre(ConnectivityState.TRANSIENT_FAILURE);
        kernels.get(1).state = ConnectivityState.READY;
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 100, 10, 4);
        Retry retry = new Retry(balancer(4), settings, things.timer, () -> 0);
        things.callThrough(retry, "put", CallOptions.DEFAULT.waitForReady());
        things.last().fail(refusal(StatusCode.UNAVAILABLE));
        assertThat(used).containsExactly(1, 1);
    }

    /** Where two attempts at each of many calls go, the first of which is refused. */
    private List<List<Integer>> pairs(int endpoints) {
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 100, 10, 4);
        Retry retry = new Retry(balancer(endpoints), settings, things.timer, () -> 0);
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
    void secondAttemptGoesToAnotherEndpointEvenIfThatHasFailed() {
        kernels.get(1).state = ConnectivityState.TRANSIENT_FAILURE;
        kernels.get(3).state = ConnectivityState.TRANSIENT_FAILURE;
        assertThat(pairs(2)).allMatch(pair -> pair.get(0) % 2 == 0 && pair.get(1) % 2 == 1);
    }

    @Test
    void secondAttemptToTheOnlyEndpointGoesOverAnotherConnection() {
        assertThat(pairs(1)).allMatch(pair -> !pair.get(0).equals(pair.get(1)));
    }
}
