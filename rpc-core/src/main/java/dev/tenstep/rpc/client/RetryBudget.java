package dev.tenstep.rpc.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the attempts that a client adds to its calls. Each call earns a share of an attempt, and each further attempt
 * costs a whole one. A few in each second are free, so that a client with few calls can retry as well. Earnings decay
 * and are gone after ten seconds: a healthy hour does not pay for a storm. (As Finagle's RetryBudget,
 * twitter.github.io/finagle/guide/Clients.html#retry-budget.)
 *
 * <p>Threads: any. {@link #called} is on the path of every call and only counts; the rest is guarded by the monitor,
 * which only failed or hedged calls take.
 */
final class RetryBudget {
    private static final double WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double share;
    private final int reserve;
    private final long startNanos;
    private final LongAdder calls = new LongAdder();
    private long counted;
    private double saved;
    private long lastNanos;
    private long second;
    private int reserveTaken;

    /**
     * Makes an empty budget.
     *
     * @param percent of the calls that may be added
     * @param reserve attempts in each second that are free
     */
    RetryBudget(int percent, int reserve, long nowNanos) {
        this.share = percent / 100.0;
        this.reserve = reserve;
        this.startNanos = nowNanos;
        this.lastNanos = nowNanos;
    }

    /** Counts a call, at its first attempt. */
    void called() {
        calls.increment();
    }

    /** Takes one more attempt out; false if there is none. */
    synchronized boolean take(long nowNanos) {
        save(nowNanos);
        long nowSecond = (nowNanos - startNanos) / SECOND_NANOS;
        if (nowSecond != second) {
            second = nowSecond;
            reserveTaken = 0;
        }
        if (reserveTaken < reserve) {
            reserveTaken++;
            return true;
        }
        if (saved >= 1) {
            saved--;
            return true;
        }
        return false;
    }

    /** Adds the earnings of the calls since the last time, taken as evenly spread over it. */
    private void save(long nowNanos) {
        long total = calls.sum();
        double passed = Math.max(0, nowNanos - lastNanos);
        double lately = passed > WINDOW_NANOS ? WINDOW_NANOS / passed : 1;
        saved = saved * Math.max(0, 1 - passed / WINDOW_NANOS) + (total - counted) * share * lately;
        counted = total;
        lastNanos = nowNanos;
    }
}
