package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps a number of calls outstanding: each that ends is followed by another, after a pause if it failed. */
final class Lanes implements AutoCloseable {
    private static final long MOMENT_MILLIS = 5;

    private final Probe probe;
    private final ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger notStarted = new AtomicInteger();
    private final AtomicInteger maybeStarted = new AtomicInteger();
    private final Set<Object> reasons = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    Lanes(Probe probe, int count) {
        this.probe = probe;
        for (int i = 0; i < count; i++) {
            caller.execute(this::call);
        }
    }

    private void call() {
        if (!over) {
            int number = sent.getAndIncrement();
            probe.nextAtOnce(number).whenComplete((next, failure) -> ended(number, next, failure));
        }
    }

    private void ended(int number, Integer next, Throwable failure) {
        if (failure == null) {
            completed.incrementAndGet();
            if (next != number + 1) {
                reasons.add(next + " (expected: " + (number + 1) + ")");
            }
            caller.execute(this::call);
        } else {
            boolean begun = !(failure instanceof RpcException e) || !e.notStarted();
            (begun ? maybeStarted : notStarted).incrementAndGet();
            reasons.add(failure instanceof RpcException e ? e.code() : failure);
            caller.schedule(this::call, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    int completed() {
        return completed.get();
    }

    /** Returns the number of failed calls that certainly were not executed. */
    int notStarted() {
        return notStarted.get();
    }

    /** Returns the number of failed calls that may have been executed. */
    int maybeStarted() {
        return maybeStarted.get();
    }

    /** Returns the failures' codes, and anything else unexpected. */
    Set<Object> reasons() {
        return reasons;
    }

    /** Stops sending, and waits until all outstanding calls have ended. */
    void finish() throws InterruptedException {
        over = true;
        Eventually.until("all calls have ended", () -> completed() + notStarted() + maybeStarted() >= sent.get());
        caller.shutdown();
        if (!caller.awaitTermination(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("a caller hangs");
        }
    }

    int sent() {
        return sent.get();
    }

    @Override
    public void close() {
        over = true;
        caller.shutdownNow();
    }
}
