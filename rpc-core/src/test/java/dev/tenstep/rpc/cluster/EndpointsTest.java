package dev.tenstep.rpc.cluster;

import static dev.tenstep.rpc.client.Things.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.client.Retry;
import dev.tenstep.rpc.client.Things;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ConnectivityState;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EndpointsTest {
    private final Things things = new Things();
    private final List<Integer> used = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final List<Integer> connected = new ArrayList<>();

    /** A kernel with a state that the test sets. */
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
        public CompletionStage<Void> drain() {
            ended.add(number + " drained");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            ended.add(number + " closed");
        }
    }

    private final List<Fake> kernels = IntStream.range(0, 4).mapToObj(Fake::new).toList();
    private final Map<Endpoint, Integer> made = new HashMap<>();
    private Resolver.@Nullable Listener listener;

    /** Makes endpoints with four connections in total: kernel 1 is the second connection to endpoint 0 of two. */
    private Endpoints endpoints(int count) {
        return endpoints(
                names -> names.endpoints(IntStream.range(0, count)
                        .mapToObj(EndpointsTest::endpoint)
                        .toList()),
                4 / count);
    }

    private Endpoints endpoints(Resolver resolver, int connections) {
        return new Endpoints(
                names -> {
                    listener = names;
                    resolver.start(names);
                },
                endpoint -> {
                    int first = Integer.parseInt(endpoint.address().substring("endpoint-".length())) * connections;
                    return kernels.get(first + made.merge(endpoint, 1, Integer::sum) - 1);
                },
                connections,
                List.of(),
                KernelSettings.DEFAULT,
                things.timer);
    }

    private static Endpoint endpoint(int number) {
        return Endpoint.of("endpoint-" + number);
    }

    private static List<Endpoint> list(int... numbers) {
        return Arrays.stream(numbers).mapToObj(EndpointsTest::endpoint).toList();
    }

    private void callEightTimes() {
        Endpoints balancer = endpoints(4);
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
    void ifAllHaveFailedEachReportsItInTurn() {
        allAre(ConnectivityState.TRANSIENT_FAILURE);
        callEightTimes();
        assertThat(used).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(connected).contains(0, 1, 2, 3);
    }

    @Test
    void firstCallsWaitForTheFirstReadyConnection() {
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
    void waitingCallsFailWithTheReasonIfAllHaveFailed() {
        allAre(ConnectivityState.CONNECTING);
        callEightTimes();
        kernels.forEach(kernel -> kernel.becomes(ConnectivityState.TRANSIENT_FAILURE));
        things.timer.pass(Duration.ZERO);
        assertThat(used).hasSize(8).contains(0, 1, 2, 3);
    }

    @Test
    void callThatWaitsForReadyGoesToTheFirstConnectionThatComesBack() {
        allAre(ConnectivityState.TRANSIENT_FAILURE);
        things.callThrough(endpoints(4), "put", CallOptions.DEFAULT.waitForReady());
        things.timer.pass(Duration.ofSeconds(60));
        assertThat(used).isEmpty();
        kernels.get(3).becomes(ConnectivityState.READY);
        things.timer.pass(Duration.ZERO);
        assertThat(used).containsExactly(3);
    }

    @Test
    void secondAttemptThatWaitsForReadyGoesBackToTheOnlyReadyConnection() {
        allAre(ConnectivityState.TRANSIENT_FAILURE);
        kernels.get(1).state = ConnectivityState.READY;
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 100, 10, () -> true);
        Retry retry = new Retry(endpoints(4), settings, things.timer, () -> 0);
        things.callThrough(retry, "put", CallOptions.DEFAULT.waitForReady());
        things.last().fail(refusal(StatusCode.UNAVAILABLE));
        assertThat(used).containsExactly(1, 1);
    }

    /** The kernels of both attempts at each of many calls, whose first attempt is refused. */
    private List<List<Integer>> pairs(int endpoints) {
        Retry.Settings settings = new Retry.Settings(RetryPolicy.DEFAULT, Duration.ZERO, 100, 10, () -> true);
        Retry retry = new Retry(endpoints(endpoints), settings, things.timer, () -> 0);
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
        assertThat(pairs(2)).allMatch(pair -> pair.get(0) / 2 != pair.get(1) / 2);
    }

    @Test
    void secondAttemptGoesToAnotherEndpointEvenIfThatHasFailed() {
        kernels.get(2).state = ConnectivityState.TRANSIENT_FAILURE;
        kernels.get(3).state = ConnectivityState.TRANSIENT_FAILURE;
        assertThat(pairs(2)).allMatch(pair -> pair.get(0) / 2 == 0 && pair.get(1) / 2 == 1);
    }

    @Test
    void secondAttemptToTheOnlyEndpointGoesOverAnotherConnection() {
        assertThat(pairs(1)).allMatch(pair -> !pair.get(0).equals(pair.get(1)));
    }

    @Test
    void thirdAttemptGoesToTheEndpointThatWasNotTried() {
        Retry.Settings settings =
                new Retry.Settings(RetryPolicy.DEFAULT.withAttempts(4), Duration.ZERO, 100, 10, () -> true);
        Retry retry = new Retry(endpoints(4), settings, things.timer, () -> 0);
        things.callThrough(retry, "get");
        for (int i = 0; i < 3; i++) {
            things.last().fail(refusal(StatusCode.UNAVAILABLE));
            things.timer.pass(Duration.ofSeconds(10));
        }
        assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void endpointsComeAndGoAndThoseThatStayKeepTheirConnections() {
        Endpoints endpoints = endpoints(names -> names.endpoints(list(0, 1)), 1);
        names().endpoints(list(1, 2, 2));
        for (int i = 0; i < 4; i++) {
            things.callThrough(endpoints, "put");
        }
        assertThat(used).containsExactlyInAnyOrder(1, 2, 1, 2);
        assertThat(made)
                .as("kernels made, by endpoint")
                .containsOnly(Map.entry(endpoint(0), 1), Map.entry(endpoint(1), 1), Map.entry(endpoint(2), 1));
        assertThat(ended).as("not while a call may still have been given it").isEmpty();
        things.timer.pass(Duration.ofSeconds(2));
        assertThat(ended).containsExactly("0 drained");
        endpoints.close();
        assertThat(ended).containsExactlyInAnyOrder("0 drained", "1 closed", "2 closed");
    }

    @Test
    void callWaitsForTheFirstList() {
        Endpoints endpoints = endpoints(names -> {}, 1);
        things.callThrough(endpoints, "put");
        things.timer.pass(Duration.ofSeconds(1));
        assertThat(used).isEmpty();
        names().endpoints(list(3));
        things.timer.pass(Duration.ZERO);
        assertThat(used).containsExactly(3);
    }

    @Test
    void callsReportWhyThereIsNoListUntilThereIsOne() {
        Endpoints endpoints = endpoints(names -> names.failed("the registry is down"), 1);
        CompletableFuture<Object> failed = things.callThrough(endpoints, "put");
        assertThat(failed).isCompletedExceptionally();
        assertThat(failed.handle((result, thrown) -> thrown).join())
                .hasMessage("no endpoint is known: the registry is down");
        CompletableFuture<Object> patient = things.callThrough(endpoints, "put", CallOptions.DEFAULT.waitForReady());
        names().endpoints(list(0));
        names().failed("the registry is down again");
        things.timer.pass(Duration.ZERO);
        assertThat(patient).isNotDone();
        assertThat(used).containsExactly(0);
    }

    @Test
    void emptyAndInvalidListsChangeNothing() {
        Endpoints endpoints = endpoints(names -> names.endpoints(list(0)), 1);
        names().endpoints(List.of());
        assertThatThrownBy(() -> names().endpoints(List.of(endpoint(1), Endpoint.of("endpoint-x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ended).containsExactly("1 closed");
        things.callThrough(endpoints, "put");
        assertThat(used).containsExactly(0);
    }

    private Resolver.Listener names() {
        return requireNonNull(listener);
    }
}
