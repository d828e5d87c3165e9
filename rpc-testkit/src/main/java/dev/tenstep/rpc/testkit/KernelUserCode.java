package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Users' code that throws where nobody expects it: it ends its own call and harms no other. */
interface KernelUserCode extends KernelUnderTest {
    /** A service whose methods fail in all styles. */
    @RpcService
    interface Careless {
        String echo(String text) throws Mute;

        CompletableFuture<String> echoLater(String text) throws Mute;

        Flow.Publisher<String> twice(String text);

        CompletableFuture<String> untilCancelled();
    }

    /** A declared exception whose text cannot be read. */
    @SuppressWarnings("OverrideThrowableToString") // the subject of the test
    final class Mute extends Exception {
        private static final long serialVersionUID = 1;

        /** Makes one. */
        public Mute(String message) {
            super(message);
        }

        @Override
        public String toString() {
            throw new IllegalStateException("mute");
        }
    }

    /** The handler. */
    final class CarelessHandler implements Careless {
        final LinkedBlockingQueue<RpcException> reasons = new LinkedBlockingQueue<>();

        @Override
        public String echo(String text) throws Mute {
            if (text.equals("mute")) {
                throw new Mute(text);
            }
            return text;
        }

        @Override
        public CompletableFuture<String> echoLater(String text) throws Mute {
            if (text.equals("wrapped")) {
                RpcException said = new RpcException(StatusCode.ABORTED, "peeled");
                return CompletableFuture.failedFuture(
                        new CompletionException(new ExecutionException(new CompletionException(said))));
            }
            return text.equals("mute")
                    ? CompletableFuture.failedFuture(new Mute(text))
                    : CompletableFuture.completedFuture(text);
        }

        @Override
        public Flow.Publisher<String> twice(String text) {
            return new Counted<>(2, i -> text);
        }

        @Override
        public CompletableFuture<String> untilCancelled() {
            CompletableFuture<String> answer = new CompletableFuture<>();
            var cancellation = Objects.requireNonNull(CallContext.current()).cancellation();
            cancellation.onCancel(why -> {
                throw why;
            });
            cancellation.onCancel(why -> {
                throw new AssertionError("a listener's own");
            });
            cancellation.onCancel(why -> {
                reasons.add(why);
                answer.complete("cancelled");
            });
            reasons.add(new RpcException(StatusCode.UNKNOWN, "began"));
            return answer;
        }

        RpcException next() throws InterruptedException {
            return Objects.requireNonNull(reasons.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS), "reason");
        }
    }

    private static String get(CompletableFuture<String> call) throws Exception {
        return call.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns a filter that gets the reply or failure for itself. */
    private static Filter back(ReplyTo answer) {
        return (call, replyTo, next) -> next.exchange(call, answer);
    }

    /** A filter's way of failing the call named "bad" on its way back, leaving the others alone. */
    interface Spoiler {
        void spoil(ReplyTo replyTo, @Nullable RpcException failure);
    }

    private static Filter spoiling(Spoiler spoiler) {
        return new Filter() {
            @Override
            public void exchange(Call call, ReplyTo replyTo, Exchange next) {
                if (!"bad".equals(call.arguments()[0]) && !"mute".equals(call.arguments()[0])) {
                    next.exchange(call, replyTo);
                    return;
                }
                back(new ReplyTo() {
                            @Override
                            public void reply(Reply reply) {
                                spoiler.spoil(replyTo, null);
                            }

                            @Override
                            public void fail(RpcException failure) {
                                spoiler.spoil(replyTo, failure);
                            }
                        })
                        .exchange(call, replyTo, next);
            }
        };
    }

    @SuppressWarnings("NullAway")
    private static Stream<Spoiler> spoilers() {
        return Stream.of(
                (replyTo, failure) -> replyTo.fail(null),
                (replyTo, failure) -> replyTo.reply(null),
                (replyTo, failure) -> {
                    if (failure != null) {
                        throw failure;
                    }
                    throw new AssertionError("a filter's own");
                });
    }

    @TestFactory
    default Stream<DynamicTest> clientFilterThatAnswersBadlyEndsItsCallAndNoOther() {
        return spoilers().flatMap(spoiler -> Stream.of("bad", "mute")
                .map(text -> dynamicTest("of " + text, () -> spoiledCallsEnd(spoiling(spoiler), text))));
    }

    private void spoiledCallsEnd(Filter filter, String text) throws Exception {
        try (Served<Careless> served = serve(Careless.class, new CarelessHandler(), s -> s, c -> c.filter(filter))) {
            Careless stub = served.stub();
            CompletableFuture<String> spoiled = stub.echoLater(text);
            CompletableFuture<String> other = stub.echoLater("other");
            assertThat(get(other)).isEqualTo("other");
            assertThatThrownBy(() -> get(spoiled)).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> stub.echo(text)).isNotNull();
            assertThat(stub.echo("after")).isEqualTo("after");
        }
    }

    @Test
    default void listenersToACancellationThatThrowKeepNoOtherFromHearing() throws Exception {
        CarelessHandler handler = new CarelessHandler();
        try (Served<Careless> served = serve(Careless.class, handler)) {
            CompletableFuture<String> call = served.stub().untilCancelled();
            assertThat(handler.next()).hasMessage("began");
            call.cancel(true);
            assertThat(handler.next().code()).isEqualTo(StatusCode.CANCELLED);
            assertThat(served.stub().echo("after")).isEqualTo("after");
        }
    }

    @Test
    default void stepListenerThatThrowsAnErrorDisturbsNoCall() throws Exception {
        StepListener bad = new StepListener() {
            @Override
            public void stepBegan(Call call, Step step, long nanos) {
                throw new AssertionError("a listener's own");
            }

            @Override
            public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
                throw new AssertionError("a listener's own");
            }
        };
        try (Served<Careless> served =
                serve(Careless.class, new CarelessHandler(), s -> s.listener(bad), c -> c.listener(bad))) {
            Careless stub = served.stub(CallOptions.DEFAULT.withTrace(trace -> {
                throw new AssertionError("who asked for it");
            }));
            assertThat(stub.echo("a")).isEqualTo("a");
            assertThat(get(stub.echoLater("b"))).isEqualTo("b");
        }
    }

    @TestFactory
    default Stream<DynamicTest> errorOfAnAccessorOrAConstructorEndsItsCall() {
        return Stream.of(Role.PARAMETERS, Role.RESULT)
                .map(role -> dynamicTest(role.name(), () -> {
                    boolean[] bad = {true};
                    HookedSerializer hooked = new HookedSerializer();
                    Runnable hook = () -> {
                        if (bad[0]) {
                            throw new AssertionError("of a " + role);
                        }
                    };
                    HookedSerializer throwing =
                            role == Role.PARAMETERS ? hooked.beforeEncode(role, hook) : hooked.beforeDecode(role, hook);
                    try (Served<Careless> served =
                            serve(Careless.class, new CarelessHandler(), s -> s, c -> c.serializer(throwing))) {
                        Careless stub = served.stub();
                        assertThat(refused(() -> stub.echo("a"))).hasMessageContaining("of a " + role);
                        assertThat(refused(() -> stub.echoLater("b").join())).hasMessageContaining("of a " + role);
                        Collector<String> collector = new Collector<>(1);
                        stub.twice("c").subscribe(collector);
                        assertThat(collector.failure()).hasMessageContaining("of a " + role);
                        bad[0] = false;
                        assertThat(stub.echo("d")).isEqualTo("d");
                    }
                }));
    }

    @Test
    default void declaredExceptionWhoseTextThrowsEndsTheCall() throws Exception {
        try (Served<Careless> served = serve(Careless.class, new CarelessHandler())) {
            Careless stub = served.stub();
            assertThatThrownBy(() -> get(stub.echoLater("mute").thenApply(text -> text + "!")))
                    .isInstanceOf(ExecutionException.class);
            assertThat(refused(() -> stub.echo("mute")).code()).isEqualTo(StatusCode.UNKNOWN);
            assertThat(stub.echo("after")).isEqualTo("after");
        }
    }

    @Test
    default void failureOfAHandlersStageIsPeeledOfEveryLayer() {
        try (Served<Careless> served = serve(Careless.class, new CarelessHandler())) {
            RpcException seen = refused(() -> served.stub().echoLater("wrapped").join());
            assertThat(seen.code()).isEqualTo(StatusCode.ABORTED);
            assertThat(seen).hasMessage("peeled");
        }
    }

    @TestFactory
    default Stream<DynamicTest> executorThatThrowsLosesNoCall() {
        return Stream.<RuntimeException>of(
                        new IllegalStateException("no"), new java.util.concurrent.RejectedExecutionException("full"))
                .map(thrown -> dynamicTest(thrown.toString(), () -> {
                    try (Served<Careless> served = serve(
                            Careless.class,
                            new CarelessHandler(),
                            s -> s,
                            c -> c.completeOn(task -> {
                                throw thrown;
                            }))) {
                        assertThat(get(served.stub().echoLater("a"))).isEqualTo("a");
                        assertThatThrownBy(() -> get(served.stub().echoLater("mute")))
                                .isInstanceOf(ExecutionException.class);
                    }
                }));
    }

    @Test
    default void subscriberThatThrowsEndsItsCall() {
        StepRecorder steps = new StepRecorder();
        try (Served<Careless> served = serve(Careless.class, new CarelessHandler(), s -> s, c -> c.listener(steps))) {
            served.stub().twice("a").subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(String element) {
                    throw new AssertionError("a subscriber's own");
                }

                @Override
                public void onError(Throwable thrown) {}

                @Override
                public void onComplete() {}
            });
            assertThat(steps.awaitEnded(1).get(0).ends()).isEqualTo(1);
        }
    }
}
