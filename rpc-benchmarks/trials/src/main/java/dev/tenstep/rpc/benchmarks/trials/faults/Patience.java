package dev.tenstep.rpc.benchmarks.trials.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for expected events, until the time for everything together is over. */
final class Patience {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Duration whole;
    private final long endNanos;

    Patience(Duration whole) {
        this.whole = whole;
        this.endNanos = System.nanoTime() + whole.toNanos();
    }

    void await(String what, BooleanSupplier condition) throws TimeoutException {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos > 0) {
                throw new TimeoutException("not done within " + whole.toSeconds() + " s: waited for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
