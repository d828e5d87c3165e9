package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Turns the times that users give into nanoseconds that can be reckoned with: none is negative, and what is longer than a
 * hundred years is a hundred years, which differences of {@link System#nanoTime()} can hold and nobody awaits.
 */
public final class TimeLimit {
    /** A hundred years. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeLimit() {}

    /**
     * The time, or a hundred years if it is longer.
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
     * As {@link #of}, of a time that must be more than nothing.
     *
     * @throws IllegalArgumentException if it is negative or zero
     */
    public static Duration positive(String name, Duration time) {
        if (requireNonNull(time, name).isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: a positive duration)");
        }
        return of(name, time);
    }

    /** The time in nanoseconds, of one that is not negative: at most a hundred years. */
    public static long nanos(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : time.toNanos();
    }
}
