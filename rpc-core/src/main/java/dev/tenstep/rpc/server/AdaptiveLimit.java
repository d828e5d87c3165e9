package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.worker.RefusalLog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Finds out how many calls a server does best to have at once, by how long they take: more as long as that costs no time, fewer
 * when they take longer than they used to, for then they only wait for each other. (After Netflix' Gradient2,
 * github.com/Netflix/concurrency-limits; without its lock for each call, and with a usual time that overload does not teach: where
 * calls are refused, half as many are let in for a moment once a minute, to see how long they take then.)
 *
 * <pre>
 *  limit' = limit * clamp(0.5, 1.5 * usual / now, 1) + 4         a fifth of the way to it in each window
 * </pre>
 *
 * <p>Threads: any. Calls only count; the thread that ends the first call after a window computes the new limit, alone.
 */
public final class AdaptiveLimit {
    private static final long WINDOW_NANOS = 100_000_000;
    /** The end of the window while a thread computes the limit. */
    private static final long FOREVER = Long.MAX_VALUE / 2;

    private static final int LEAST_SAMPLES = 10;
    private static final double TOLERANCE = 1.5;
    private static final double LEAST_GRADIENT = 0.5;
    private static final double HEADROOM = 4;
    private static final double SMOOTHING = 0.2;
    private static final int WINDOWS_A_MINUTE = 600;
    /** Windows with half as many calls: one in which earlier calls still end, and the one that counts. */
    private static final int PROBE = 2;

    private final int least;
    private final int most;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder samples = new LongAdder();
    private final LongAdder sumNanos = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final AtomicLong windowEnd = new AtomicLong();
    private final RefusalLog log = new RefusalLog("rpc.server.limit.adaptive");
    private volatile int limit;

    // Belong to the thread that computes the limit; the end of the window hands them over.
    private double exact;
    private double usualNanos;
    private int refusingWindows;
    private int probe;

    /**
     * Makes one.
     *
     * @param least the lowest limit, at least 1
     * @param most the highest limit; it begins there, or at 20 if that is lower
     */
    public AdaptiveLimit(int least, int most, long nowNanos) {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException(
                    "limit: " + least + ".." + most + " (expected: from 1, and in this order)");
        }
        this.least = least;
        this.most = most;
        this.exact = Math.min(most, Math.max(least, 20));
        this.limit = (int) exact;
        windowEnd.set(nowNanos + WINDOW_NANOS);
    }

    /** Returns whether a call may begin; then {@link #leave} follows. */
    boolean enter() {
        if (inFlight.incrementAndGet() <= limit) {
            return true;
        }
        inFlight.decrementAndGet();
        refusals.increment();
        return false;
    }

    /** Notes the end of a call that entered at that time, by {@link System#nanoTime()}. */
    void leave(long enteredNanos, long nowNanos) {
        int before = inFlight.getAndDecrement();
        samples.increment();
        sumNanos.add(nowNanos - enteredNanos);
        long end = windowEnd.get();
        if (nowNanos - end >= 0 && samples.sum() >= LEAST_SAMPLES && windowEnd.compareAndSet(end, nowNanos + FOREVER)) {
            update(before);
            windowEnd.set(nowNanos + WINDOW_NANOS);
        }
    }

    private void update(int calls) {
        double now = (double) sumNanos.sumThenReset() / samples.sumThenReset();
        boolean refusing = refusals.sumThenReset() > 0;
        if (probe > 0) {
            probe--;
            usualNanos = probe == 0 ? now : usualNanos;
        } else {
            learn(now, refusing);
            // Without demand for more calls, short times say nothing about what more would do.
            if (refusing || calls >= exact / 2) {
                double gradient = Math.max(LEAST_GRADIENT, Math.min(1, TOLERANCE * usualNanos / now));
                exact += (exact * gradient + HEADROOM - exact) * SMOOTHING;
                exact = Math.max(least, Math.min(most, exact));
            }
        }
        limit = probe > 0 ? Math.max(least, (int) exact / 2) : (int) exact;
    }

    /** Calls that wait for each other say nothing about what is usual. */
    private void learn(double now, boolean refusing) {
        if (usualNanos == 0 || now < usualNanos) {
            usualNanos = now;
        } else if (!refusing) {
            usualNanos += (now - usualNanos) / WINDOWS_A_MINUTE;
        } else if (++refusingWindows == WINDOWS_A_MINUTE) {
            refusingWindows = 0;
            probe = PROBE;
        }
    }

    /** The number of calls that may be in flight now. */
    public int limit() {
        return limit;
    }

    /** Logs the refusal of a call that may not begin, and returns it. */
    Refusal refusal(Supplier<String> peer) {
        String why = "the server is at its limit of " + limit + " calls, which it adapts to how long they take";
        log.refused(peer, why);
        return Refusal.of(StatusCode.RESOURCE_EXHAUSTED, why);
    }
}
