package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What handlers of streams, and who takes their results, may do wrong, and what they see. */
interface KernelStreamHandlers extends KernelUnderTest {

    /** Streams. */
    @RpcService
    interface Flows {
        CompletableFuture<Integer> consume(Flow.Publisher<Integer> numbers);

        Flow.Publisher<Integer> count(int numbers);

        Stream<String> lazily(int numbers);
    }

    /** Throws at the first element. */
    final class Throwing implements Flow.Subscriber<Integer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer item) {
            throw new AssertionError("secret");
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }

    /** The handler. */
    final class FlowsHandler implements Flows {
        @Override
        public CompletableFuture<Integer> consume(Flow.Publisher<Integer> numbers) {
            numbers.subscribe(new Throwing());
            return new CompletableFuture<>();
        }

        @Override
        public Flow.Publisher<Integer> count(int numbers) {
            return new Counted<>(numbers, i -> i);
        }

        @Override
        public Stream<String> lazily(int numbers) {
            return IntStream.range(0, numbers).mapToObj(i -> CallContext.current() == null ? "nowhere" : "in the call");
        }
    }

    @Test
    default void subscriberOfAHandlerThatThrowsEndsTheCall() {
        try (Served<Flows> served = serve(Flows.class, new FlowsHandler())) {
            for (int i = 0; i < 3; i++) {
                RpcException seen = refused(
                        () -> served.stub().consume(new Counted<>(10, k -> k)).join());
                assertThat(seen.code()).isEqualTo(StatusCode.UNKNOWN);
                assertThat(seen.getMessage())
                        .contains("its log has the reason under ")
                        .doesNotContain("secret");
            }
        }
    }

    @Test
    default void subscriberOfAClientThatThrowsEndsTheCallAndFreesItsSlot() {
        try (Served<Flows> served = serve(
                Flows.class,
                new FlowsHandler(),
                s -> s.settings(Changed.maxInFlight(settings(), 1)),
                c -> c.settings(Changed.maxInFlight(settings(), 1)))) {
            for (int i = 0; i < 3; i++) {
                served.stub().count(1_000_000).subscribe(new Throwing());
            }
            assertThat(served.stub().lazily(1).toList()).hasSize(1);
        }
    }

    @Test
    default void lazyStreamOfAHandlerSeesItsCall() {
        try (Served<Flows> served = serve(Flows.class, new FlowsHandler())) {
            assertThat(served.stub().lazily(3).toList()).containsOnly("in the call");
        }
    }
}
