package dev.tenstep.rpc.transport.netty;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks calls periodically while there are any, and sooner where a deadline is nearer. Each sweep must {@link #watch}
 * the calls that remain. Event loop only.
 */
public final class DeadlineSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineSweep.class);
    /**
     * The shortest time between two sweeps, however many deadlines pass: the cost of a sweep grows with the number of
     * calls.
     */
    private static final long CLOSEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final EventExecutor loop;
    private final long regularNanos;
    private final LongConsumer look;
    private @Nullable Future<?> next;
    private long nextNanos;

    /**
     * Makes a sweep that is not running yet.
     *
     * @param regularMillis the time between two sweeps where no deadline is nearer
     * @param look does a sweep, given the current {@link System#nanoTime()}
     */
    public DeadlineSweep(EventExecutor loop, long regularMillis, LongConsumer look) {
        this.loop = loop;
        this.regularNanos = TimeUnit.MILLISECONDS.toNanos(regularMillis);
        this.look = look;
    }

    /**
     * Schedules a check of a call: at the regular interval, or when its deadline passes, about 5 ms late at most.
     *
     * @param deadlineNanos by {@link System#nanoTime()}; 0 if it has none
     */
    public void watch(long deadlineNanos) {
        if (next == null || (deadlineNanos != 0 && nextNanos - deadlineNanos > CLOSEST_NANOS)) {
            lookBy(deadlineNanos);
        }
    }

    private void lookBy(long deadlineNanos) {
        Future<?> before = next;
        next = null;
        if (before != null) {
            before.cancel(false);
        }
        long now = System.nanoTime();
        long wait = deadlineNanos == 0
                ? regularNanos
                : Math.max(CLOSEST_NANOS, Math.min(regularNanos, deadlineNanos - now));
        nextNanos = now + wait;
        next = loop.schedule(this::look, wait, TimeUnit.NANOSECONDS);
    }

    private void look() {
        next = null;
        try {
            look.accept(System.nanoTime());
        } catch (RuntimeException | Error e) {
            watch(0);
            LOG.error("a sweep of the calls failed and will be retried", e);
        }
    }
}
