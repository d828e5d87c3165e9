package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.StepRecorder.Heard;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A ledger under failures of every kind: no entry that must be unique is made twice. */
interface KernelLedger extends KernelUnderTest {
    /** The number of threads that call at once. */
    int CALLERS = 8;

    /** The number of calls of each thread. */
    int ENTRIES = 240;

    /** A book with numbered entries. */
    @RpcService
    interface Book {
        long enter(long entry);

        CompletableFuture<Long> enterLater(long entry);

        @Idempotent
        long put(long entry);
    }

    /** The handler of all servers: counts the entries, and sometimes fails after making one. */
    final class BookHandler implements Book {
        final ConcurrentMap<Long, AtomicInteger> entered = new ConcurrentHashMap<>();
        final Set<Long> notStarted = ConcurrentHashMap.newKeySet();

        private long write(long entry) {
            entered.computeIfAbsent(entry, e -> new AtomicInteger()).incrementAndGet();
            return -entry;
        }

        /** Fails or dawdles at random, sometimes claiming that the call was not started. */
        private static void failAtTimes() {
            switch (ThreadLocalRandom.current().nextInt(16)) {
                case 0 -> throw new RpcException(StatusCode.UNAVAILABLE, "the handler");
                case 1 -> throw RpcException.notStarted(StatusCode.UNAVAILABLE, "another server", null);
                case 2 -> throw RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, "another server", null);
                case 3, 4, 5, 6 -> LockSupport.parkNanos(500_000);
                default -> {}
            }
        }

        @Override
        public long enter(long entry) {
            long written = write(entry);
            failAtTimes();
            return written;
        }

        @Override
        public CompletableFuture<Long> enterLater(long entry) {
            return CompletableFuture.supplyAsync(() -> enter(entry));
        }

        @Override
        public long put(long entry) {
            return enter(entry);
        }

        void assertKept() {
            assertThat(entered).doesNotContainKeys(notStarted.toArray(Long[]::new));
            entered.forEach((entry, times) -> {
                if (entry % 3 != 0) {
                    assertThat(times).as("times that %s was entered", entry).hasValue(1);
                }
            });
        }
    }

    private RpcServer open(String address, BookHandler handler) {
        while (true) {
            try {
                return RpcServer.builder()
                        .listen(address)
                        .serializer(new TinySerializer())
                        .settings(settings())
                        .handlers(2)
                        .queue(1)
                        .drain(Duration.ofMillis(ThreadLocalRandom.current().nextInt(3) * 5L))
                        .service(Book.class, handler)
                        .start();
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Closes one server after the other, in the middle of their calls, and starts it again. */
    private void restart(List<RpcServer> servers, BookHandler handler, CompletableFuture<Void> over) {
        for (int i = 0; !over.isDone(); i = 1 - i) {
            RpcServer old = servers.get(i);
            old.close();
            servers.set(i, open(old.address(), handler));
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    default void nothingIsEnteredTwiceThatIsNotIdempotent() throws Exception {
        BookHandler handler = new BookHandler();
        StepRecorder steps = new StepRecorder();
        List<RpcServer> servers = new ArrayList<>(List.of(open(address(), handler), open(address(), handler)));
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (RpcClient client = RpcClient.builder()
                .to(servers.get(0).address() + "," + servers.get(1).address())
                .serializer(new TinySerializer())
                .settings(settings())
                .connections(2)
                .retryBudget(100, 1_000_000)
                .retry(new RetryPolicy(
                        500,
                        Duration.ofMillis(2),
                        Duration.ofMillis(50),
                        Set.of(StatusCode.UNAVAILABLE, StatusCode.RESOURCE_EXHAUSTED)))
                .listener(steps)
                .build()) {
            Future<?> restarts = threads.submit(() -> restart(servers, handler, over));
            List<Callable<Void>> callers = new ArrayList<>();
            for (int t = 0; t < CALLERS; t++) {
                long first = (long) t * ENTRIES + 1;
                callers.add(() -> {
                    enterMany(client.stub(Book.class), handler, first);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(callers)) {
                done.get();
            }
            over.complete(null);
            restarts.get();
            servers.forEach(RpcServer::close);
            handler.assertKept();
            assertRetried(steps, "Book.enter");
            assertRetried(steps, "Book.put");
        } finally {
            over.complete(null);
            threads.shutdown();
            servers.forEach(RpcServer::close);
        }
    }

    private static void assertRetried(StepRecorder steps, String method) {
        assertThat(steps.calls())
                .filteredOn(heard -> heard.method().equals(method))
                .anyMatch(heard -> heard.attempt() > 1)
                .allMatch(heard -> heard.ends() == 1 && !heard.stepAfterEnd());
        assertThat(steps.calls())
                .filteredOn(heard -> heard.method().startsWith("Book.enter"))
                .extracting(Heard::attempt)
                .allMatch(attempt -> attempt <= 2);
    }

    private static void enterMany(Book stub, BookHandler handler, long first) {
        for (long entry = first; entry < first + ENTRIES; entry++) {
            long number = entry;
            switch ((int) (entry % 3)) {
                case 0 -> assertThat(stub.put(entry)).isEqualTo(-entry);
                case 1 -> assertEntered(handler, entry, () -> stub.enter(number));
                default ->
                    assertEntered(handler, entry, () -> stub.enterLater(number).join());
            }
        }
    }

    /**
     * Checks the entry: made once if the call succeeded, never if it was noted as not started, and otherwise at most
     * once.
     */
    private static void assertEntered(BookHandler handler, long entry, Callable<Long> call) {
        try {
            assertThat(call.call()).isEqualTo(-entry);
            assertThat(handler.entered).containsKey(entry);
        } catch (Exception e) {
            Throwable thrown = e instanceof CompletionException ? e.getCause() : e;
            assertThat(thrown).isInstanceOf(RpcException.class);
            if (((RpcException) thrown).notStarted()) {
                handler.notStarted.add(entry);
            }
        }
    }
}
