package dev.tenstep.rpc.benchmarks.trials.faults;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * The observations of one kind of fault.
 *
 * @param what the fault, in words
 * @param times how often it was inflicted
 * @param nanos the longest time to recovery
 * @param boundNanos how long that may take
 * @param wrong the number of calls that were harmed and must not be
 * @param more further remarks
 */
record Finding(String what, int times, long nanos, long boundNanos, long wrong, String more) {

    Finding and(long newNanos) {
        return new Finding(what, times + 1, Math.max(nanos, newNanos), boundNanos, wrong, more);
    }

    boolean good() {
        return nanos <= boundNanos && wrong == 0;
    }

    /** Formats a time for people. */
    static String text(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** Formats a line of the table. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%-42s %5d %8.2f s  (expected: %.1f)%s%s",
                what,
                times,
                nanos / 1e9,
                boundNanos / 1e9,
                good() ? "" : "  WRONG",
                more.isEmpty() ? "" : "  " + more);
    }
}
