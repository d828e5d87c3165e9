package dev.tenstep.rpc.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The connections that have tasks in a line of their own, in the order in which they are served. Safe for use by many threads. */
final class Lines {
    private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Queue<HandlerShare> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    /** The tasks that wait for room, as they were counted last. */
    private volatile int parked;

    private final AtomicLong countedNanos = new AtomicLong(System.nanoTime() - COUNT_NANOS);

    /** Adds a line at the end, unless it is there. */
    void add(HandlerShare share) {
        if (share.list()) {
            boolean added = false;
            try {
                lines.offer(share);
                size.incrementAndGet();
                added = true;
            } finally {
                if (!added) {
                    share.unlisted();
                }
            }
        }
    }

    /** Takes the first line out; null if there is none. The taker unlists it, and adds it again as long as it has tasks. */
    @Nullable
    HandlerShare poll() {
        HandlerShare share = lines.poll();
        if (share != null) {
            size.decrementAndGet();
        }
        return share;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    int size() {
        return size.get();
    }

    /** Whether some line has a task that may run now, where so many workers are free. */
    boolean moves(int free) {
        for (HandlerShare share : lines) {
            if (free > 0 && share.holdsAny() && share.mayHaveAnother(free)) {
                return true;
            }
        }
        return false;
    }

    /** How many tasks wait in all of them. */
    int tasks() {
        return lines.stream().mapToInt(HandlerShare::heldCount).sum();
    }

    /** As {@link #countParked()}, at some time before. */
    int parked() {
        return parked;
    }

    /**
     * Counts the tasks that wait for nothing but room for their own connection's answers, once a millisecond at most: they take
     * nobody's place, since they could not run either if all workers were free.
     */
    int countParked() {
        long last = countedNanos.get();
        long now = System.nanoTime();
        if (now - last > COUNT_NANOS && countedNanos.compareAndSet(last, now)) {
            parked = lines.stream()
                    .filter(share -> !share.hasRoom())
                    .mapToInt(HandlerShare::heldCount)
                    .sum();
        }
        return parked;
    }

    /** Forgets the tasks that were withdrawn. */
    void sweep() {
        lines.forEach(HandlerShare::sweep);
    }
}
