package dev.tenstep.rpc.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have tasks in a line of their own, in the order in which they are served. Safe for use by many
 * threads.
 */
final class Lines {
    private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Queue<HandlerShare> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    /** The last count of tasks that wait for room. */
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

    /**
     * Removes the first line; null if there is none. The worker that gets it unlists it, and adds it again as long as
     * it has tasks.
     */
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

    /** Returns whether some line has a task that may run now, with this many free workers. */
    boolean moves(int free) {
        for (HandlerShare share : lines) {
            if (free > 0 && share.holdsAny() && share.mayHaveAnother(free)) {
                return true;
            }
        }
        return false;
    }

    /** The number of tasks that wait in all lines. */
    int tasks() {
        return lines.stream().mapToInt(HandlerShare::heldCount).sum();
    }

    /** The last result of {@link #countParked()}. */
    int parked() {
        return parked;
    }

    /**
     * Counts the tasks that only wait for room for their own connection's answers, once a millisecond at most. They
     * take nobody's place, since they could not run even if all workers were free.
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

    /** Removes withdrawn tasks. */
    void sweep() {
        lines.forEach(HandlerShare::sweep);
    }
}
