package dev.tenstep.rpc.inproc;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps calls every 10 ms, as long as there are any; the first call starts its thread. Safe for use by many threads.
 */
final class Sweeper implements AutoCloseable {
    private static final long MILLIS = 10;

    private final String name;
    private final BooleanSupplier sweep;
    private final AtomicBoolean posted = new AtomicBoolean();
    private @Nullable ScheduledExecutorService thread;
    private boolean closed;

    /** Makes a sweeper for a task that returns whether it is needed again. */
    Sweeper(String name, BooleanSupplier sweep) {
        this.name = name;
        this.sweep = sweep;
    }

    /** Schedules a sweep soon. */
    void soon() {
        if (posted.compareAndSet(false, true)) {
            boolean done = false;
            try {
                post();
                done = true;
            } finally {
                if (!done) {
                    posted.set(false);
                }
            }
        }
    }

    private synchronized void post() {
        if (closed) {
            return;
        }
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread created = new Thread(task, name);
                created.setDaemon(true);
                return created;
            });
        }
        try {
            thread.schedule(this::run, MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the sweeper's thread is gone though it was not closed", e);
        }
    }

    /** Carries on after any exception: without the sweeper no deadline would end a call any more. */
    private void run() {
        posted.set(false);
        boolean again = true;
        try {
            again = sweep.getAsBoolean();
        } finally {
            if (again) {
                soon();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
