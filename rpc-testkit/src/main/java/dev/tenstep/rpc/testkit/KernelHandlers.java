package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A server's handlers: how they are shared, and what becomes of those whose calls were cancelled. */
interface KernelHandlers extends KernelUnderTest {

    /** A service that keeps handlers busy. */
    @RpcService
    interface Busy {
        CompletableFuture<Integer> hold(int x);

        CompletionStage<Integer> never(int x);

        CompletableFuture<Integer> neverCancelled(int x);

        int next(int x);

        @NonBlocking
        int nextHere(int x);

        int change(int x);

        @NonBlocking
        int changeHere(int x);
    }

    /** The handler. */
    final class BusyHandler implements Busy, AutoCloseable {
        final CountDownLatch released = new CountDownLatch(1);
        final AtomicInteger holding = new AtomicInteger();
        final Queue<CompletableFuture<Integer>> made = new ConcurrentLinkedQueue<>();
        final Queue<String> states = new ConcurrentLinkedQueue<>();

        @Override
        public CompletableFuture<Integer> hold(int x) {
            holding.incrementAndGet();
            try {
                if (!released.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody has released it");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                holding.decrementAndGet();
            }
            return CompletableFuture.completedFuture(x + 1);
        }

        @Override
        public CompletableFuture<Integer> never(int x) {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            made.add(future);
            return future;
        }

        @Override
        public CompletableFuture<Integer> neverCancelled(int x) {
            made.add(new CompletableFuture<>());
            return new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    return false;
                }
            };
        }

        @Override
        public int next(int x) {
            note();
            return x + 1;
        }

        @Override
        public int nextHere(int x) {
            return next(x);
        }

        /** Changes the state of its thread and leaves it changed. */
        @Override
        public int change(int x) {
            note();
            Thread.currentThread().setName("changed");
            Thread.currentThread().setContextClassLoader(null);
            Thread.currentThread().interrupt();
            return x + 1;
        }

        @Override
        public int changeHere(int x) {
            return change(x);
        }

        private void note() {
            Thread thread = Thread.currentThread();
            states.add(thread.getName() + " " + thread.getContextClassLoader() + " " + thread.isInterrupted());
        }

        void release() {
            released.countDown();
        }

        @Override
        public void close() {
            release();
        }
    }

    @Test
    default void cancelledCallsFreeTheirSlotsThoughTheirHandlersNeverEnd() {
        int atOnce = 4;
        try (BusyHandler handler = new BusyHandler();
                Served<Busy> served =
                        serve(Busy.class, handler, s -> s.settings(settings().withMaxInFlight(atOnce)), c -> c)) {
            Busy hasty = served.stub(CallOptions.deadline(Duration.ofMillis(50)));
            for (int i = 0; i < 3 * atOnce; i++) {
                assertThat(refused(() -> hasty.neverCancelled(1).join()).code())
                        .isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            }
            assertThat(handler.made).hasSize(3 * atOnce);
            assertThat(served.stub().next(1)).isEqualTo(2);
        }
    }

    @Test
    default void futureOfAHandlerIsCancelledWithItsCall() {
        try (BusyHandler handler = new BusyHandler();
                Served<Busy> served = serve(Busy.class, handler)) {
            CompletionStage<Integer> call = served.stub().never(1);
            Eventually.until("the handler has made its future", () -> !handler.made.isEmpty());
            call.toCompletableFuture().cancel(true);
            Eventually.until("it is cancelled", () -> handler.made.element().isCancelled());
        }
    }

    @Test
    default void cancelledCallLeavesTheQueueAtOnce() {
        try (BusyHandler handler = new BusyHandler();
                Served<Busy> served =
                        serve(Busy.class, handler, s -> s.handlers(1).queue(1), c -> c)) {
            Busy stub = served.stub();
            CompletableFuture<Integer> holds = stub.hold(1);
            Eventually.until("the handler is busy", () -> handler.holding.get() == 1);
            RpcException late = refused(() -> served.stub(CallOptions.deadline(Duration.ofMillis(100)))
                    .hold(2)
                    .join());
            assertThat(late.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            // The caller may hear of its deadline just before the server has taken the call out of the queue.
            AtomicReference<CompletableFuture<Integer>> next = new AtomicReference<>(stub.hold(3));
            Eventually.until(
                    "the next call is in the queue, which is full then",
                    () -> !next.updateAndGet(n -> n.isDone() ? stub.hold(3) : n).isDone()
                            && refused(() -> served.stub(CallOptions.deadline(Duration.ofMillis(100)))
                                                    .hold(4)
                                                    .join())
                                            .code()
                                    == StatusCode.RESOURCE_EXHAUSTED);
            assertThat(holds).isNotDone();
            handler.release();
            assertThat(next.get().join()).isEqualTo(4);
        }
    }

    @Test
    default void oneClientLeavesHandlersForOthers() {
        try (BusyHandler handler = new BusyHandler();
                Served<Busy> greedy = serve(Busy.class, handler, s -> s.handlers(8), c -> c);
                RpcClient other = client(greedy.server()).build()) {
            List<CompletableFuture<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                held.add(greedy.stub().hold(i));
            }
            Eventually.until("it has three quarters of the handlers", () -> handler.holding.get() == 6);
            for (int i = 0; i < 20; i++) {
                assertThat(other.stub(Busy.class).next(i)).isEqualTo(i + 1);
            }
            assertThat(handler.holding).hasValue(6);
            handler.release();
            for (int i = 0; i < held.size(); i++) {
                assertThat(held.get(i).join()).isEqualTo(i + 1);
            }
        }
    }

    @Test
    default void fullServerReportsWhatItsHandlersDo() {
        try (BusyHandler handler = new BusyHandler();
                Served<Busy> served =
                        serve(Busy.class, handler, s -> s.handlers(2).queue(0), c -> c)) {
            List<CompletableFuture<Integer>> held =
                    List.of(served.stub().hold(1), served.stub().hold(2));
            Eventually.until("the handlers are busy", () -> handler.holding.get() == 2);
            RpcException full = refused(() -> served.stub().next(1));
            assertThat(full.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
            assertThat(full.getMessage()).contains("rpc-handler", "2 in Busy.hold");
            handler.release();
            held.forEach(CompletableFuture::join);
        }
    }

    @Test
    default void nothingOfACallOutlivesItInItsThread() {
        try (BusyHandler handler = new BusyHandler();
                Served<Busy> served = serve(Busy.class, handler, s -> s.handlers(1), c -> c)) {
            Thread caller = Thread.currentThread();
            String name = caller.getName();
            ClassLoader loader = caller.getContextClassLoader();
            for (int i = 0; i < 10; i++) {
                assertThat(served.stub().change(i)).isEqualTo(i + 1);
                assertThat(served.stub().changeHere(i)).isEqualTo(i + 1);
                assertThat(served.stub().next(i)).isEqualTo(i + 1);
                assertThat(served.stub().nextHere(i)).isEqualTo(i + 1);
            }
            assertThat(handler.states).hasSize(40).noneMatch(state -> state.startsWith("changed"));
            assertThat(handler.states).noneMatch(state -> state.contains(" null "));
            assertThat(handler.states).allMatch(state -> state.endsWith("false"));
            assertThat(caller.isInterrupted()).isFalse();
            assertThat(caller.getName()).isEqualTo(name);
            assertThat(caller.getContextClassLoader()).isSameAs(loader);
        }
    }
}
