package dev.tenstep.rpc.transport.netty;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has calls looked at again and again while there are some: in regular time, and sooner where a deadline is nearer. Each look
 * must {@link #watch} the calls that remain. Event loop only.
 */
public final class DeadlineSweep {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineSweep.class);
    /** Looks are not closer together, however many deadlines pass: a look costs as much as there are calls. */
    private static final long CLOSEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final EventExecutor loop;
    private final long regularNanos;
    private final LongConsumer look;
    private @Nullable Future<?> next;
    private long nextNanos;

    /**
     * Makes one.
     *
     * @param regularMillis from one look to the next where no deadline is nearer
     * @param look is given the time that it looks at, by {@link System#nanoTime()}
     */
    public DeadlineSweep(EventExecutor loop, long regularMillis, LongConsumer look) {
        this.loop = loop;
        this.regularNanos = TimeUnit.MILLISECONDS.toNanos(regularMillis);
        this.look = look;
    }

    /**
     * Has a call looked at in regular time, or when its deadline passes, some 5 ms late at most.
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
            LOG.error("calls could not all be looked at, and will be again", e);
        }
    }
}
