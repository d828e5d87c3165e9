package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The mistakes that handlers of streams and consumers of their results can make, and the events that they see. */
interface KernelStreamHandlers extends KernelUnderTest {

    /** Methods with streams. */
    @RpcService
    interface Flows {
        CompletableFuture<Integer> consume(Flow.Publisher<Integer> numbers);

        Flow.Publisher<Integer> count(int numbers);

        Stream<String> lazily(int numbers);
    }

    /** A subscriber that throws at the first element. */
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
                assertThat(seen.getMessage()).contains("see its log, error id ").doesNotContain("secret");
            }
        }
    }

    @Test
    default void subscriberOfAClientThatThrowsEndsTheCallAndFreesItsSlot() {
        try (Served<Flows> served = serve(
                Flows.class,
                new FlowsHandler(),
                s -> s.settings(settings().withMaxInFlight(1)),
                c -> c.settings(settings().withMaxInFlight(1)))) {
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

    /** Streams that are produced and consumed in the kernels' threads. */
    @RpcService
    @NonBlocking
    interface InPlace {
        CompletableFuture<String> take(String change, Flow.Publisher<Integer> numbers);

        Flow.Publisher<Integer> count(int numbers);
    }

    /** The handler. */
    final class InPlaceHandler implements InPlace {
        @Override
        public CompletableFuture<String> take(String change, Flow.Publisher<Integer> numbers) {
            Changing taker = new Changing(change);
            numbers.subscribe(taker);
            return taker.found;
        }

        @Override
        public Flow.Publisher<Integer> count(int numbers) {
            return new Counted<>(numbers, i -> i);
        }
    }

    /** A subscriber that inspects its thread at the first signal, and changes the thread's state at one. */
    final class Changing implements Flow.Subscriber<Integer> {
        final CompletableFuture<String> found = new CompletableFuture<>();
        private final String change;
        private String seen = "";

        Changing(String change) {
            this.change = change;
        }

        private void signal(String name) {
            if (seen.isEmpty()) {
                seen = look();
            }
            if (name.equals(change)) {
                change();
            }
        }

        private static String look() {
            Thread thread = Thread.currentThread();
            return thread.isInterrupted() + " " + thread.getPriority() + " " + thread.getName() + " "
                    + (thread.getContextClassLoader() instanceof URLClassLoader);
        }

        @SuppressWarnings("ThreadPriorityCheck") // subscribers may do this
        private static void change() {
            Thread thread = Thread.currentThread();
            thread.interrupt();
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.setName("a subscriber's");
            thread.setContextClassLoader(new URLClassLoader(new URL[0]));
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer item) {
            signal("onNext");
        }

        @Override
        public void onError(Throwable thrown) {
            signal("onError");
            found.complete(seen);
        }

        @Override
        public void onComplete() {
            signal("onComplete");
            found.complete(seen);
        }
    }

    @TestFactory
    default Stream<DynamicTest> nothingOfASubscriberStaysInTheKernelsThread() {
        return Stream.of("onNext", "onComplete")
                .map(signal -> dynamicTest(signal, () -> {
                    try (Served<InPlace> served =
                            serve(InPlace.class, new InPlaceHandler(), s -> s, c -> c.directCompletion())) {
                        String here = Changing.look();
                        for (int i = 0; i < 3; i++) {
                            CompletableFuture<String> atServer = served.stub().take(signal, new Counted<>(3, k -> k));
                            Changing taker = new Changing(signal);
                            served.stub().count(3).subscribe(taker);
                            for (CompletableFuture<String> found : List.of(atServer, taker.found)) {
                                assertThat(found.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                                        .startsWith("false " + Thread.NORM_PRIORITY + " ")
                                        .doesNotContain("a subscriber's")
                                        .endsWith(" false");
                            }
                        }
                        assertThat(Changing.look()).isEqualTo(here);
                    }
                }));
    }
}
