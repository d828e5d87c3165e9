package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.benchmarks.trials.faults.Ledger.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A constant number of outstanding unary calls, and a stream in each of a few threads. Each that ends is followed by
 * another, after a moment if it failed.
 */
final class NumberedLoad implements AutoCloseable {
    private static final int STREAM_THREADS = 4;
    private static final int ELEMENTS = 50;
    private static final long MOMENT_MILLIS = 20;
    private static final int PATIENCE = 5;

    private final Numbered numbered;
    private final Ledger ledger;
    private final Duration deadline;
    private final ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
    private final List<Thread> streams = new ArrayList<>();
    private volatile boolean over;

    /** Starts the load; the deadline is that of the calls. */
    NumberedLoad(Numbered numbered, Ledger ledger, int outstanding, Duration deadline) {
        this.numbered = numbered;
        this.ledger = ledger;
        this.deadline = deadline;
        for (int i = 0; i < outstanding; i++) {
            caller.execute(this::call);
        }
        for (int i = 0; i < STREAM_THREADS; i++) {
            boolean up = i % 2 == 0;
            Thread thread = new Thread(() -> stream(up), "load-stream-" + i);
            thread.setDaemon(true);
            thread.start();
            streams.add(thread);
        }
    }

    private void call() {
        if (!over) {
            long number = ledger.next();
            Span span = Span.now(deadline);
            numbered.enter(number).whenComplete((reply, failure) -> {
                ledger.ended(number, span, failure != null || reply == -number, failure);
                if (failure == null) {
                    caller.execute(this::call);
                } else {
                    caller.schedule(this::call, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
                }
            });
        }
    }

    private void stream(boolean up) {
        while (!over) {
            long number = ledger.next();
            Span span = Span.now(deadline);
            try {
                ledger.ended(number, span, up ? take(number) : list(number), null);
            } catch (RuntimeException e) {
                ledger.ended(number, span, true, e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MOMENT_MILLIS));
            }
        }
    }

    private boolean take(long number) {
        return numbered.take(number, ELEMENTS, Numbered.elements(number, ELEMENTS)) == -number;
    }

    private boolean list(long number) {
        try (Stream<Long> elements = numbered.list(number, ELEMENTS)) {
            return elements.toList().equals(Numbered.elements(number, ELEMENTS).toList());
        }
    }

    /** Stops sending, and waits until each call has ended, or has had far more time than its deadline. */
    void finish() {
        over = true;
        long end = System.nanoTime() + deadline.multipliedBy(PATIENCE).toNanos();
        while (ledger.ended() < ledger.sent() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Override
    public void close() {
        over = true;
        caller.shutdownNow();
        streams.forEach(Thread::interrupt);
    }
}
