package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Turns durations that users give into nanoseconds that are safe to calculate with. None is negative, and anything
 * longer than a hundred years is a hundred years, which differences of {@link System#nanoTime()} can hold.
 */
public final class TimeLimit {
    /** A hundred years. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeLimit() {}

    /**
     * The duration, or a hundred years if it is longer.
     *
     * @param name of the setting, for the error
     * @throws IllegalArgumentException if it is negative
     */
    public static Duration of(String name, Duration time) {
        if (requireNonNull(time, name).isNegative()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: not negative)");
        }
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }

    /**
     * As {@link #of}, for a duration that must not be zero.
     *
     * @throws IllegalArgumentException if it is negative or zero
     */
    public static Duration positive(String name, Duration time) {
        if (requireNonNull(time, name).isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: a positive duration)");
        }
        return of(name, time);
    }

    /** A non-negative duration in nanoseconds, at most a hundred years. */
    public static long nanos(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : time.toNanos();
    }
}
