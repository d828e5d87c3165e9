package dev.tenstep.rpc.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that another thread brings about, rather than for a length of time. */
public final class Eventually {
    /** A timeout far longer than anything here takes, even on a busy machine. */
    public static final Duration LONG = Duration.ofSeconds(30);

    private static final long POLL_NANOS = 200_000;

    private Eventually() {}

    /** Returns as soon as the condition holds; fails with the name of the condition if it never does. */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + LONG.toSeconds() + " s in vain until " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Returns when that much time has passed since {@code startNanos}, for a step that has to outlast a deadline. */
    public static void passed(Duration time, long startNanos) {
        until(time + " have passed", () -> System.nanoTime() - startNanos > time.toNanos());
    }
}
