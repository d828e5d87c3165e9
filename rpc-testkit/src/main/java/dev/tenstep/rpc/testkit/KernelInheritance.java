package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcError;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A call made while another one is served shares that call's deadline and cancellation. */
interface KernelInheritance extends KernelUnderTest {

    /** The outer service, which calls the inner one. */
    @RpcService
    interface Outer {
        long blocking(int x);

        CompletableFuture<Long> later(int x);

        CompletableFuture<String> watch();
    }

    /** The inner service: reports the remaining time, or waits for its end. */
    @RpcService
    interface Inner {
        long remainingMillis();

        CompletableFuture<Long> remainingMillisLater();

        @Idempotent
        String sleep();

        String fail();

        Flow.Publisher<Long> ticks();
    }

    /** The inner handler. */
    final class InnerHandler implements Inner {
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public long remainingMillis() {
            return Objects.requireNonNull(CallContext.current()).remainingNanos() / 1_000_000;
        }

        @Override
        public CompletableFuture<Long> remainingMillisLater() {
            return CompletableFuture.completedFuture(remainingMillis());
        }

        @Override
        public String sleep() {
            events.add("began");
            long end = System.nanoTime() + Eventually.LONG.toNanos();
            while (!Thread.currentThread().isInterrupted() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            events.add(Thread.currentThread().isInterrupted() ? "interrupted" : "slept");
            return "over";
        }

        @Override
        public String fail() {
            throw new Gone("user 7 is gone");
        }

        @Override
        public Flow.Publisher<Long> ticks() {
            CallContext context = Objects.requireNonNull(CallContext.current());
            context.cancellation().onCancel(why -> events.add("stopped"));
            events.add(context.remainingNanos() < Duration.ofMinutes(5).toNanos() ? "bounded" : "unbounded");
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        }

        String event() throws InterruptedException {
            return Objects.requireNonNull(events.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS), "event");
        }
    }

    /** Mapped to a code. */
    @RpcError(StatusCode.NOT_FOUND)
    class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Gone(String message) {
            super(message);
        }
    }

    /** The outer handler; a negative number waits in the inner one. */
    record OuterHandler(Inner inner) implements Outer {
        @Override
        public long blocking(int x) {
            return x < 0 ? inner.sleep().length() : inner.remainingMillis();
        }

        @Override
        public CompletableFuture<String> watch() {
            return CompletableFuture.completedFuture("nothing");
        }

        @Override
        public CompletableFuture<Long> later(int x) {
            Executor wrapped = Objects.requireNonNull(CallContext.current()).wrap((Executor) ForkJoinPool.commonPool());
            return inner.remainingMillisLater().thenComposeAsync(first -> inner.remainingMillisLater(), wrapped);
        }
    }

    /** Subscribes to a stream of the inner service in another thread, and never answers. */
    record WatchingHandler(Inner inner, Collector<Long> collector) implements Outer {
        @Override
        public long blocking(int x) {
            return inner.sleep().length();
        }

        @Override
        public CompletableFuture<Long> later(int x) {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public CompletableFuture<String> watch() {
            Flow.Publisher<Long> ticks = inner.ticks();
            return CompletableFuture.runAsync(() -> ticks.subscribe(collector))
                    .thenCompose(subscribed -> new CompletableFuture<>());
        }
    }

    /** A test of the outer client and the inner handler. */
    interface Nested {
        void run(RpcClient client, InnerHandler handler) throws Exception;
    }

    private void nested(Nested test) throws Exception {
        InnerHandler handler = new InnerHandler();
        try (RpcServer innerServer = server().service(Inner.class, handler).start();
                RpcClient innerClient = client(innerServer).build();
                RpcServer outerServer = server().service(Outer.class, new OuterHandler(innerClient.stub(Inner.class)))
                        .start();
                RpcClient outerClient = client(outerServer).build()) {
            test.run(outerClient, handler);
        }
    }

    @Test
    default void deadlineIsInheritedByCallsOfTheHandler() throws Exception {
        nested((client, handler) -> {
            Outer outer = client.stub(Outer.class, CallOptions.deadline(Duration.ofSeconds(5)));
            assertThat(outer.blocking(1)).isBetween(0L, 5000L);
            assertThat(outer.later(1).get(30, TimeUnit.SECONDS)).isBetween(0L, 5000L);
            Outer patient = client.stub(Outer.class, CallOptions.deadline(Duration.ofDays(1)));
            assertThat(patient.blocking(1)).isBetween(1L, Eventually.LONG.toMillis());
        });
    }

    @Test
    default void cancelledCallsInterruptTheirHandlersAndEndTheirOwnCalls() throws Exception {
        nested((client, handler) -> {
            CompletableFuture<StatusCode> code = new CompletableFuture<>();
            Thread caller = new Thread(() -> code.complete(
                    refused(() -> client.stub(Outer.class).blocking(-1)).code()));
            caller.start();
            assertThat(handler.event()).isEqualTo("began");
            caller.interrupt();
            assertThat(code.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(StatusCode.CANCELLED);
            assertThat(handler.event()).isEqualTo("interrupted");
            // The workers' threads are clean afterwards.
            assertThat(client.stub(Outer.class).blocking(1)).isPositive();
        });
    }

    @Test
    default void lostCallerCancelsTheInnerCallOfAnIdempotentMethodForGood() throws Exception {
        nested((client, handler) -> {
            CompletableFuture<Long> outer =
                    CompletableFuture.supplyAsync(() -> client.stub(Outer.class).blocking(-1));
            assertThat(handler.event()).isEqualTo("began");
            client.close();
            assertThat(handler.event()).isEqualTo("interrupted");
            assertThat(outer).failsWithin(Eventually.LONG);
            // The longest wait before another attempt is 50 ms.
            assertThat(handler.events.poll(500, TimeUnit.MILLISECONDS)).isNull();
        });
    }

    @Test
    default void streamSubscribedToInAnotherThreadEndsWithTheCallItWasAskedForIn() throws Exception {
        InnerHandler handler = new InnerHandler();
        Collector<Long> collector = new Collector<>(1);
        try (RpcServer innerServer = server().service(Inner.class, handler).start();
                RpcClient innerClient = client(innerServer).build();
                RpcServer outerServer = server().service(
                                Outer.class, new WatchingHandler(innerClient.stub(Inner.class), collector))
                        .start();
                RpcClient outerClient = client(outerServer).build()) {
            CompletableFuture<String> call = outerClient
                    .stub(Outer.class, CallOptions.deadline(Eventually.LONG))
                    .watch();
            assertThat(handler.event()).isEqualTo("bounded");
            call.cancel(true);
            assertThat(handler.event()).isEqualTo("stopped");
            assertThat(collector.failure()).isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code())
                    .isEqualTo(StatusCode.CANCELLED));
        }
    }

    @Test
    default void deadlineInterruptsHandlers() throws Exception {
        nested((client, handler) -> {
            Outer hurried = client.stub(Outer.class, CallOptions.deadline(Duration.ofMillis(300)));
            assertThat(refused(() -> hurried.blocking(-1)).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(handler.event()).isEqualTo("began");
            assertThat(handler.event()).isEqualTo("interrupted");
        });
    }

    @Test
    default void exceptionMarkedWithACodeComesBackWithItAndItsText() {
        try (Served<Inner> served = serve(Inner.class, new InnerHandler())) {
            RpcException failure = refused(() -> served.stub().fail());
            assertThat(failure.code()).isEqualTo(StatusCode.NOT_FOUND);
            assertThat(failure).hasMessage("user 7 is gone");
            assertThat(failure.fromServer()).isTrue();
        }
    }
}
