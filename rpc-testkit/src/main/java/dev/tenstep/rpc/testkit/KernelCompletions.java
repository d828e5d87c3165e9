package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Callbacks of a client's calls: where they run, what they may do there, and that none keeps another call from
 * ending.
 */
interface KernelCompletions extends KernelUnderTest {
    /** The timeout of the calls here. */
    Duration SHORT = Duration.ofMillis(100);

    /** Answers at once, when it is released, or never. */
    @RpcService
    interface Answers {
        CompletableFuture<String> now(String text);

        CompletableFuture<String> released(String text);

        CompletableFuture<String> never(String text);

        String blocking(String text);
    }

    /** The handler. */
    final class AnswersHandler implements Answers {
        final CompletableFuture<String> release = new CompletableFuture<>();

        @Override
        public CompletableFuture<String> now(String text) {
            return CompletableFuture.completedFuture(text);
        }

        @Override
        public CompletableFuture<String> released(String text) {
            return release.thenApply(released -> text);
        }

        @Override
        public CompletableFuture<String> never(String text) {
            return new CompletableFuture<>();
        }

        @Override
        public String blocking(String text) {
            return text;
        }
    }

    private static String get(CompletableFuture<String> call) throws Exception {
        return call.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for a latch and ignores interrupts. */
    private static void hold(CountDownLatch latch) {
        Eventually.until("the latch is open", () -> latch.getCount() == 0);
    }

    @Test
    default void callbacksThatWaitForOtherCallsOfTheClientAllEnd() throws Exception {
        AnswersHandler handler = new AnswersHandler();
        try (Served<Answers> served = serve(Answers.class, handler)) {
            Answers stub = served.stub();
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
                calls.add(stub.released("a")
                        .thenApply(first -> first + stub.now("b").join()));
            }
            handler.release.complete("now");
            for (CompletableFuture<String> call : calls) {
                assertThat(get(call)).isEqualTo("ab");
            }
        }
    }

    @Test
    default void deadlineAndCloseEndCallsThoughEveryThreadIsBlocked() throws Exception {
        AnswersHandler handler = new AnswersHandler();
        CountDownLatch latch = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        try (Served<Answers> served = serve(Answers.class, handler, s -> s, c -> c.completionThreads(1))) {
            CompletableFuture<Void> callback = served.stub().released("a").thenAccept(text -> {
                blocked.countDown();
                hold(latch);
            });
            handler.release.complete("now");
            assertThat(blocked.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            Answers hurried = served.stub(CallOptions.deadline(SHORT));
            assertThat(refused(() -> hurried.never("b").join()).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(get(served.stub(CallOptions.deadline(SHORT.multipliedBy(20)))
                            .now("c")))
                    .isEqualTo("c");
            assertThat(served.stub().blocking("d")).isEqualTo("d");
            CompletableFuture<String> open = served.stub().never("e");
            CompletableFuture<String> answered = served.stub().now("f");
            served.client().close();
            assertThat(refused(open::join).code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(answered).satisfies(call -> Eventually.until("it has ended", call::isDone));
            latch.countDown();
            callback.join();
        }
    }

    @Test
    default void deadlineEndsACallThoughTheExecutorRunsNothing() {
        try (Served<Answers> served =
                serve(Answers.class, new AnswersHandler(), s -> s, c -> c.completeOn(task -> {}))) {
            Answers hurried = served.stub(CallOptions.deadline(SHORT));
            assertThat(refused(() -> hurried.never("a").join()).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        }
    }

    @TestFactory
    default Stream<DynamicTest> deadlineAndCloseEndCallsThatAFilterHolds() {
        return Stream.<UnaryOperator<RpcClient.Builder>>of(
                        c -> c.filter((call, replyTo, next) -> {}), c -> c.attemptFilter((call, replyTo, next) -> {}))
                .map(kept -> dynamicTest("a filter", () -> {
                    try (Served<Answers> served = serve(Answers.class, new AnswersHandler(), s -> s, kept)) {
                        Answers hurried = served.stub(CallOptions.deadline(SHORT));
                        RpcException late = refused(() -> hurried.now("a").join());
                        assertThat(late.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
                        assertThat(late).hasMessageContaining("step 2: ");
                        assertThat(refused(() -> hurried.blocking("b")).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
                        CompletableFuture<String> async = served.stub().now("c");
                        CompletableFuture<String> blocking = CompletableFuture.supplyAsync(
                                () -> served.stub().blocking("d"));
                        served.client().close();
                        assertThat(refused(async::join).code()).isEqualTo(StatusCode.UNAVAILABLE);
                        assertThat(refused(blocking::join).code()).isEqualTo(StatusCode.UNAVAILABLE);
                        assertThat(refused(() -> served.stub().now("e").join()).code())
                                .isEqualTo(StatusCode.UNAVAILABLE);
                    }
                }));
    }

    /** Describes the state in which a callback finds its thread, then changes that state. */
    @SuppressWarnings("ThreadPriorityCheck") // callbacks may do this
    private static String look() {
        Thread thread = Thread.currentThread();
        String found = thread.isInterrupted() + " " + thread.getPriority() + " " + thread.getName() + " "
                + (thread.getContextClassLoader() instanceof URLClassLoader) + " " + (CallContext.current() == null);
        thread.interrupt();
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setName("a callback's");
        thread.setContextClassLoader(new URLClassLoader(new URL[0]));
        return found;
    }

    @TestFactory
    default Stream<DynamicTest> nothingOfACallbackStaysInItsThread() {
        return Stream.<UnaryOperator<RpcClient.Builder>>of(c -> c.completionThreads(1), c -> c.directCompletion())
                .map(where -> dynamicTest("one thread", () -> {
                    AnswersHandler handler = new AnswersHandler();
                    try (Served<Answers> served = serve(Answers.class, handler, s -> s, where)) {
                        List<CompletableFuture<String>> calls = new ArrayList<>();
                        for (int i = 0; i < 3; i++) {
                            calls.add(served.stub().released("a").thenApply(text -> look()));
                        }
                        handler.release.complete("now");
                        for (CompletableFuture<String> call : calls) {
                            assertThat(get(call))
                                    .startsWith("false " + Thread.NORM_PRIORITY + " ")
                                    .endsWith(" false true")
                                    .doesNotContain("a callback's");
                        }
                        assertThat(Thread.interrupted()).isFalse();
                    }
                }));
    }
}
