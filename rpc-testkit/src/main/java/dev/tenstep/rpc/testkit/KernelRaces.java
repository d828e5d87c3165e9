package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many calls at once: each gets its own reply and ends once, whatever races. */
interface KernelRaces extends KernelUnderTest {
    /** The number of threads that call at once. */
    int THREADS = 16;
    /** The number of calls of each thread. */
    int CALLS = 300;

    /** Methods that return their parameter, after a while. */
    @RpcService
    interface Ledger {
        long blocking(long entry);

        CompletableFuture<Long> later(long entry);

        @NonBlocking
        long atOnce(long entry);

        String text(String text);
    }

    /** The handler, which counts what it executes. */
    final class LedgerHandler implements Ledger {
        final ConcurrentMap<Long, AtomicInteger> executed = new ConcurrentHashMap<>();

        private long enter(long entry) {
            executed.computeIfAbsent(entry, e -> new AtomicInteger()).incrementAndGet();
            return -entry;
        }

        @Override
        public long blocking(long entry) {
            pauseAtTimes();
            return enter(entry);
        }

        @Override
        public CompletableFuture<Long> later(long entry) {
            return CompletableFuture.supplyAsync(() -> {
                pauseAtTimes();
                return enter(entry);
            });
        }

        @Override
        public long atOnce(long entry) {
            return enter(entry);
        }

        @Override
        public String text(String text) {
            return text;
        }
    }

    /** Delays a third of the callers, to change the order of things. */
    private static void pauseAtTimes() {
        int dice = ThreadLocalRandom.current().nextInt(30);
        if (dice < 10) {
            LockSupport.parkNanos(dice * 100_000L);
        }
    }

    @Test
    default void everyReplyBelongsToItsCall() throws Exception {
        LedgerHandler handler = new LedgerHandler();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Served<Ledger> served = serve(Ledger.class, handler)) {
            Ledger stub = served.stub();
            List<Callable<Void>> callers = new ArrayList<>();
            for (long t = 0; t < THREADS; t++) {
                long first = t * CALLS + 1;
                callers.add(() -> {
                    callMany(stub, first);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(callers)) {
                done.get();
            }
            assertThat(handler.executed).hasSize(THREADS * CALLS);
            assertThat(handler.executed.values()).allMatch(times -> times.get() == 1);
        } finally {
            threads.shutdown();
        }
    }

    private static void callMany(Ledger stub, long first) {
        List<CompletableFuture<Long>> later = new ArrayList<>();
        for (long entry = first; entry < first + CALLS; entry++) {
            switch ((int) (entry % 3)) {
                case 0 -> assertThat(stub.blocking(entry)).isEqualTo(-entry);
                case 1 -> assertThat(stub.atOnce(entry)).isEqualTo(-entry);
                default -> later.add(stub.later(entry));
            }
            if (entry % 10 == 0) {
                String text = String.valueOf((char) ('a' + entry % 26)).repeat((int) (entry * 37 % 9_000));
                assertThat(stub.text(text)).isEqualTo(text);
            }
        }
        long entry = first;
        for (CompletableFuture<Long> call : later) {
            while (entry % 3 != 2) {
                entry++;
            }
            assertThat(call.join()).isEqualTo(-entry++);
        }
    }

    /** Counts the ends of calls. */
    final class Ends {
        final StepRecorder steps = new StepRecorder();
        final AtomicInteger completions = new AtomicInteger();
        final AtomicInteger calls = new AtomicInteger();

        CompletableFuture<Long> watch(CompletableFuture<Long> call) {
            calls.incrementAndGet();
            call.whenComplete((value, thrown) -> completions.incrementAndGet());
            return call;
        }

        void assertEachEndedOnce() {
            Eventually.until("every call has ended", () -> completions.get() == calls.get());
            Eventually.until(
                    "every attempt has ended", () -> steps.calls().stream().allMatch(heard -> heard.ends() > 0));
            assertThat(steps.calls().stream().map(StepRecorder.Heard::callId).distinct())
                    .hasSize(calls.get());
            assertThat(steps.calls())
                    .allMatch(heard -> heard.ends() == 1, "ends once")
                    .allMatch(heard -> !heard.stepAfterEnd(), "has no step after its end");
            assertThat(completions).hasValue(calls.get());
        }
    }

    /** Checks that a call that raced ended in one of the permitted ways. */
    private static void assertOutcome(CompletableFuture<Long> call, long entry) {
        try {
            assertThat(call.join()).isEqualTo(-entry);
        } catch (CancellationException e) {
            assertThat(call).isCancelled();
        } catch (java.util.concurrent.CompletionException e) {
            assertThat(e.getCause()).isInstanceOfSatisfying(RpcException.class, failure -> assertThat(failure.code())
                    .isIn(
                            StatusCode.DEADLINE_EXCEEDED,
                            StatusCode.UNAVAILABLE,
                            StatusCode.CANCELLED,
                            StatusCode.RESOURCE_EXHAUSTED));
        }
    }

    @Test
    default void callEndsOnceWhereReplyAndDeadlineAndCancelRace() throws Exception {
        Ends ends = new Ends();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Served<Ledger> served = serve(Ledger.class, new LedgerHandler(), s -> s, c -> c.listener(ends.steps))) {
            List<Callable<Void>> callers = new ArrayList<>();
            for (long t = 0; t < 4; t++) {
                long first = t * 1000 + 1;
                callers.add(() -> {
                    raceMany(served, ends, first, first + 1000);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(callers)) {
                done.get();
            }
            ends.assertEachEndedOnce();
        } finally {
            threads.shutdown();
        }
    }

    private static void raceMany(Served<Ledger> served, Ends ends, long first, long end) {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (long entry = first; entry < end; entry++) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            Ledger stub = served.stub(CallOptions.deadline(Duration.ofNanos(random.nextLong(1, 3_000_000))));
            CompletableFuture<Long> call = ends.watch(stub.later(entry));
            calls.add(call);
            if (random.nextInt(3) == 0) {
                CompletableFuture.delayedExecutor(random.nextLong(1_000_000), TimeUnit.NANOSECONDS)
                        .execute(() -> call.cancel(true));
            }
        }
        long entry = first;
        for (CompletableFuture<Long> call : calls) {
            assertOutcome(call, entry++);
        }
    }

    @Test
    default void callEndsOnceWhereItsClientIsClosed() throws Exception {
        try (RpcServer server =
                server().service(Ledger.class, new LedgerHandler()).start()) {
            for (int round = 0; round < 30; round++) {
                Ends ends = new Ends();
                try (RpcClient client = client(server).listener(ends.steps).build()) {
                    raceClose(client.stub(Ledger.class), ends, client, round);
                }
            }
        }
    }

    @Test
    default void callEndsOnceWhereItsServerIsClosed() throws Exception {
        for (int round = 0; round < 15; round++) {
            Ends ends = new Ends();
            try (RpcServer server = server().drain(Duration.ofMillis(round % 3 * 10L))
                            .service(Ledger.class, new LedgerHandler())
                            .start();
                    RpcClient client = client(server).listener(ends.steps).build()) {
                raceClose(client.stub(Ledger.class), ends, server, round);
            }
        }
    }

    /** Closes one peer in the middle of calls. Each call ends all the same, and soon. */
    private static void raceClose(Ledger stub, Ends ends, AutoCloseable end, int round) throws Exception {
        stub.atOnce(0);
        ends.calls.incrementAndGet();
        ends.completions.incrementAndGet();
        CompletableFuture<Void> closing = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            try {
                LockSupport.parkNanos(round * 50_000L);
                end.close();
                closing.complete(null);
            } catch (Exception e) {
                closing.completeExceptionally(e);
            }
        });
        closer.start();
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (long entry = 1; entry <= 100; entry++) {
            calls.add(ends.watch(stub.later(entry)));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertOutcome(calls.get(i), i + 1L);
        }
        closing.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        ends.assertEachEndedOnce();
    }
}
