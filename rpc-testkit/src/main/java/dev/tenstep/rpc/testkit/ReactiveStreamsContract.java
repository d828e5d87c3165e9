package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/**
 * The rules of Reactive Streams, checked by their own suite, for the publishers that users' code receives: the
 * results on a client, and the parameter on a server. A kernel's test implements this like {@link KernelContract}, in
 * a module that has {@code org.reactivestreams:reactive-streams-tck-flow} for its tests.
 */
@Timeout(120)
public interface ReactiveStreamsContract extends KernelUnderTest {

    /** A stream in each direction. */
    @RpcService
    interface Flows {
        /** Publishes that many numbers from 0 on. */
        Flow.Publisher<Integer> count(int count);

        /** Ends when the caller cancels. */
        CompletableFuture<String> take(Flow.Publisher<Integer> numbers);
    }

    /** A service that no server has. */
    @RpcService
    interface Missing {
        /** Always fails. */
        Flow.Publisher<Integer> nothing();
    }

    /** Hands the streams that it receives to a test. */
    final class FlowsHandler implements Flows {
        private final BlockingQueue<Flow.Publisher<Integer>> taken = new LinkedBlockingQueue<>();

        @Override
        public Flow.Publisher<Integer> count(int count) {
            return new Counted<>(count, i -> i);
        }

        @Override
        public CompletableFuture<String> take(Flow.Publisher<Integer> numbers) {
            taken.add(numbers);
            return new CompletableFuture<>();
        }

        Flow.Publisher<Integer> next() {
            try {
                Flow.Publisher<Integer> next = taken.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("the handler was not called");
                }
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Caps the length of a stream: those that the suite calls endless may end after some billion elements. */
    private static int atMost(long elements) {
        return (int) Math.min(elements, Integer.MAX_VALUE - 10);
    }

    /** Runs the rules for the streams that a client receives. */
    @TestFactory
    default Stream<DynamicTest> resultsKeepTheRules() {
        Served<Flows> served = serve(Flows.class, new FlowsHandler());
        return ReactiveStreamsRules.tests(() ->
                        new FlowPublisherVerification<Integer>(
                                ReactiveStreamsRules.environment(), ReactiveStreamsRules.GC_MILLIS) {
                            @Override
                            public Flow.Publisher<Integer> createFlowPublisher(long elements) {
                                return served.stub().count(atMost(elements));
                            }

                            @Override
                            public Flow.Publisher<Integer> createFailedFlowPublisher() {
                                return served.client().stub(Missing.class).nothing();
                            }
                        })
                .onClose(served::close);
    }

    /** Runs the rules for the streams that a handler receives. */
    @TestFactory
    default Stream<DynamicTest> parametersKeepTheRules() {
        FlowsHandler handler = new FlowsHandler();
        Served<Flows> served = serve(Flows.class, handler);
        return ReactiveStreamsRules.tests(() ->
                        new FlowPublisherVerification<Integer>(
                                ReactiveStreamsRules.environment(), ReactiveStreamsRules.GC_MILLIS) {
                            @Override
                            public Flow.Publisher<Integer> createFlowPublisher(long elements) {
                                CompletableFuture<String> call =
                                        served.stub().take(new Counted<>(atMost(elements), i -> i));
                                if (call.isCompletedExceptionally()) {
                                    call.join();
                                }
                                return handler.next();
                            }

                            @Override
                            public Flow.Publisher<Integer> createFailedFlowPublisher() {
                                // A second subscriber is refused, as a publisher may.
                                Flow.Publisher<Integer> taken = createFlowPublisher(1);
                                taken.subscribe(new Collector<>(0));
                                return taken;
                            }
                        })
                .onClose(served::close);
    }
}
