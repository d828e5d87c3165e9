package dev.tenstep.rpc.benchmarks.trials.hostile;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The effect of an attack.
 *
 * @param attack the attack
 * @param victim the honest client's calls; null if the server has not survived
 * @param broken the way in which the server ended; null if it has survived
 * @param leftMegabytes how much the heap use has grown
 * @param logged the number of bytes that the server has logged
 */
record Finding(Attack attack, Victim.@Nullable Seen victim, @Nullable String broken, long leftMegabytes, long logged) {
    /** The maximum of additional heap after an attack, in megabytes. */
    static final int MOST_LEFT = 64;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MOST_LOGGED = 1 << 20;

    static Finding of(Attack attack, Victim.Seen victim, long leftMegabytes, long logged) {
        return new Finding(attack, victim, null, leftMegabytes, logged);
    }

    /** Returns the finding that the server has not survived. */
    static Finding broken(Attack attack, IOException how) {
        return new Finding(attack, null, how.getMessage(), 0, 0);
    }

    boolean good() {
        return victim != null
                && victim.failed() == 0
                && victim.calls() > 0
                && victim.longestNanos() <= LONGEST_NANOS
                && leftMegabytes <= MOST_LEFT
                && logged <= MOST_LOGGED;
    }

    static String heading() {
        return String.format(
                Locale.ROOT, "%-15s %8s %7s %10s %9s %9s", "attack", "calls", "failed", "longest", "heap", "logged");
    }

    /** Formats a line of the table. */
    String text() {
        if (victim == null) {
            return String.format(Locale.ROOT, "%-15s WRONG: %s", attack.name(), broken);
        }
        return String.format(
                Locale.ROOT,
                "%-15s %,8d %,7d %7.1f ms %+6d MB %6.1f KB%s%s",
                attack.name(),
                victim.calls(),
                victim.failed(),
                victim.longestNanos() / 1e6,
                leftMegabytes,
                logged / 1024.0,
                good() ? "" : "  WRONG",
                victim.failure() == null ? "" : "  " + victim.failure());
    }
}
