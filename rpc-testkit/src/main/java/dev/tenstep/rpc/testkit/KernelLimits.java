package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A limit ends the call that exceeds it, and no other. */
interface KernelLimits extends KernelUnderTest {
    /** The maximum message size in these tests. */
    int MOST = 10_000;

    /** Methods that return as many bytes as they are told to, or wait until they are released. */
    @RpcService
    interface Limited {
        byte[] echo(byte[] bytes);

        @NonBlocking
        byte[] make(int size);

        CompletableFuture<Integer> waiting(int x);

        @NonBlocking
        CompletableFuture<Integer> later(int x);

        CompletableFuture<Integer> failing(int details);
    }

    /** The handler. */
    final class LimitedHandler implements Limited, AutoCloseable {
        final CountDownLatch released = new CountDownLatch(1);
        final AtomicInteger running = new AtomicInteger();
        final CompletableFuture<Integer> gate = new CompletableFuture<>();

        @Override
        public byte[] echo(byte[] bytes) {
            return bytes;
        }

        @Override
        public byte[] make(int size) {
            return new byte[size];
        }

        @Override
        public CompletableFuture<Integer> waiting(int x) {
            running.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture(x);
        }

        @Override
        public CompletableFuture<Integer> later(int x) {
            running.incrementAndGet();
            return gate.thenApply(opened -> x);
        }

        @Override
        public CompletableFuture<Integer> failing(int details) {
            Objects.requireNonNull(CallContext.current()).replyMetadata(Metadata.of("big", "x".repeat(details)));
            return CompletableFuture.completedFuture(details);
        }

        void release() {
            released.countDown();
            gate.complete(0);
        }

        @Override
        public void close() {
            release();
        }
    }

    private static void assertExhausted(RpcException seen, boolean fromServer, boolean notStarted, String... texts) {
        assertThat(seen.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(seen.getMessage()).contains(texts);
        assertThat(seen.fromServer()).as("from the server").isEqualTo(fromServer);
        assertThat(seen.notStarted()).as("not started").isEqualTo(notStarted);
    }

    /** Answers when the test does. */
    @RpcService
    interface Later {
        CompletableFuture<String> answer(String question);
    }

    @Test
    default void anAdaptiveLimitCountsACallUntilItsAnswer() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (Served<Later> served = serve(
                Later.class,
                question -> answer,
                s -> s.handlers(1).queue(1).adaptiveLimit(true),
                c -> c.retry(RetryPolicy.NONE))) {
            CompletableFuture<String> first = served.stub().answer("1");
            CompletableFuture<String> second = served.stub().answer("2");
            RpcException seen = refused(() -> served.stub().answer("3").join());
            assertThat(seen.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            assertThat(seen.notStarted()).isTrue();
            assertThat(seen).hasMessageContaining("the server is at its limit of 2 calls");
            answer.complete("42");
            assertThat(first.join() + second.join()).isEqualTo("4242");
            assertThat(served.stub().answer("4").join()).isEqualTo("42");
        }
    }

    @Test
    default void parametersOverTheClientsLimitAreNotSent() {
        KernelSettings small = settings().withMaxMessage(MOST);
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served = serve(Limited.class, handler, s -> s, c -> c.settings(small))) {
            assertThat(served.stub().echo(new byte[MOST - 100])).hasSize(MOST - 100);
            assertExhausted(
                    refused(() -> served.stub().echo(new byte[MOST + 1])),
                    false,
                    true,
                    "the parameters of Limited.echo are larger than the message limit (10000 bytes)");
            assertThat(served.stub().echo(new byte[10])).hasSize(10);
        }
    }

    @Test
    default void parametersOverTheServersLimitStartNothing() {
        KernelSettings small = settings().withMaxMessage(MOST);
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served = serve(Limited.class, handler, s -> s.settings(small), c -> c)) {
            assertThat(served.stub().echo(new byte[MOST - 100])).hasSize(MOST - 100);
            for (int size : new int[] {MOST + 1, 1_000_000}) {
                RpcException seen = refused(() -> served.stub().echo(new byte[size]));
                assertThat(seen.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
                assertThat(seen.getMessage()).contains("parameters of Limited.echo", String.valueOf(MOST));
                assertThat(seen.notStarted()).isTrue();
            }
            assertThat(served.stub().echo(new byte[10])).hasSize(10);
        }
    }

    @Test
    default void resultOverEitherPeersLimitEndsItsCall() {
        KernelSettings small = settings().withMaxMessage(MOST);
        for (boolean atClient : new boolean[] {true, false}) {
            try (LimitedHandler handler = new LimitedHandler();
                    Served<Limited> served = serve(
                            Limited.class,
                            handler,
                            s -> atClient ? s : s.settings(small),
                            c -> atClient ? c.settings(small) : c)) {
                assertThat(served.stub().make(MOST - 100)).hasSize(MOST - 100);
                for (int size : new int[] {MOST + 1, 1_000_000}) {
                    assertExhausted(
                            refused(() -> served.stub().make(size)),
                            true,
                            false,
                            "the result of Limited.make is larger than the message limit (10000 bytes)");
                }
                assertThat(served.stub().echo(new byte[10])).hasSize(10);
            }
        }
    }

    @Test
    default void otherCallsGoOnWhenOneIsTooLarge() {
        KernelSettings small = settings().withMaxMessage(MOST);
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served =
                        serve(Limited.class, handler, s -> s.settings(small), c -> c.settings(small))) {
            Limited stub = served.stub();
            List<CompletableFuture<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                others.add(stub.later(i));
                assertExhausted(refused(() -> stub.make(2 * MOST)), true, false, "result");
                assertExhausted(refused(() -> stub.echo(new byte[2 * MOST])), false, true, "parameters");
            }
            handler.release();
            for (int i = 0; i < 50; i++) {
                assertThat(others.get(i).join()).isEqualTo(i);
            }
        }
    }

    @Test
    default void metadataOverTheClientsLimitIsNotSent() {
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served = serve(
                        Limited.class,
                        handler,
                        s -> s,
                        c -> c.settings(settings().withMaxMetadata(1000)))) {
            CallOptions most = CallOptions.DEFAULT.with(Metadata.of("key", "x".repeat(900)));
            assertThat(served.stub(most).make(1)).hasSize(1);
            assertExhausted(
                    refused(() -> served.stub(most.with(Metadata.of("more", "y".repeat(100))))
                            .make(1)),
                    false,
                    true,
                    "metadata",
                    "1000");
            assertThat(served.stub(most).make(1)).hasSize(1);
        }
    }

    @Test
    default void metadataOverTheServersLimitStartsNothing() {
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served =
                        serve(Limited.class, handler, s -> s.settings(settings().withMaxMetadata(1000)), c -> c)) {
            CallOptions most = CallOptions.DEFAULT.with(Metadata.of("key", "x".repeat(900)));
            assertThat(served.stub(most).make(1)).hasSize(1);
            RpcException seen = refused(() ->
                    served.stub(most.with(Metadata.of("more", "y".repeat(100)))).make(1));
            assertThat(seen.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            assertThat(seen.getMessage()).contains("metadata", "1000");
            assertThat(seen.notStarted()).isTrue();
            assertThat(served.stub(most).make(1)).hasSize(1);
        }
    }

    @Test
    default void replyMetadataOverTheLimitEndsItsCall() {
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served =
                        serve(Limited.class, handler, s -> s.settings(settings().withMaxMetadata(1000)), c -> c)) {
            assertThat(served.stub().failing(900).join()).isEqualTo(900);
            assertExhausted(refused(() -> served.stub().failing(1100).join()), true, false, "reply metadata", "1000");
            assertThat(served.stub().failing(1).join()).isEqualTo(1);
        }
    }

    @Test
    default void callOverTheHandlersQueueIsRefusedNotStarted() {
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served =
                        serve(Limited.class, handler, s -> s.handlers(2).queue(3), c -> c)) {
            Limited stub = served.stub();
            List<CompletableFuture<Integer>> admitted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                admitted.add(stub.waiting(i));
            }
            Eventually.until("all handlers are busy", () -> handler.running.get() == 2);
            for (int i = 0; i < 20; i++) {
                assertExhausted(refused(() -> stub.waiting(9).join()), true, true, "full", "5 calls");
            }
            assertThat(stub.make(1)).as("a method that does not block").hasSize(1);
            handler.released.countDown();
            for (int i = 0; i < 5; i++) {
                assertThat(admitted.get(i).join()).isEqualTo(i);
            }
            assertThat(stub.waiting(7).join()).isEqualTo(7);
        }
    }

    @Test
    default void clientQueuesCallsBeyondTheServersLimit() {
        int atOnce = 5;
        KernelSettings few = settings().withMaxInFlight(atOnce);
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served = serve(Limited.class, handler, s -> s.settings(few), c -> c)) {
            Limited stub = served.stub();
            stub.make(0);
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(stub.later(i));
            }
            Eventually.until("the limit is reached", () -> handler.running.get() == atOnce);
            assertThat(refused(() -> served.stub(CallOptions.deadline(Duration.ofMillis(100)))
                                    .later(-1)
                                    .join())
                            .notStarted())
                    .isTrue();
            assertThat(calls.remove(50).cancel(true)).isTrue();
            assertThat(handler.running).hasValue(atOnce);
            handler.release();
            for (CompletableFuture<Integer> call : calls) {
                assertThat(call.join()).isBetween(0, 99);
            }
            assertThat(handler.running).hasValueBetween(99, 100);
        }
    }

    @Test
    default void clientsOwnLimitOfConcurrentCallsAppliesToo() {
        KernelSettings few = settings().withMaxInFlight(1);
        try (LimitedHandler handler = new LimitedHandler();
                Served<Limited> served = serve(Limited.class, handler, s -> s, c -> c.settings(few))) {
            Limited stub = served.stub();
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                calls.add(stub.later(i));
            }
            Eventually.until("one runs", () -> handler.running.get() == 1);
            handler.release();
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).join()).isEqualTo(i);
            }
        }
    }
}
