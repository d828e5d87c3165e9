package dev.tenstep.rpc.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A task of a {@link WorkerPool}. It leaves the queue once: to a worker that runs it, or to whoever withdraws it. */
public abstract class PoolTask {
    private static final byte NOT_WAITING = 0;
    private static final byte WAITING = 1;
    /** The state of a task that waits in its connection's own line. */
    private static final byte HELD = 2;

    private static final VarHandle PLACE;

    static {
        try {
            PLACE = MethodHandles.lookup().findVarHandle(PoolTask.class, "place", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile byte place;

    /** Does the task, in a worker. */
    protected abstract void work();

    /** Notes that the task will not run, since the pool itself failed. */
    protected void lost(Throwable failure) {}

    /** The share of the pool that it counts against; null for none. */
    protected abstract @Nullable HandlerShare share();

    /** The name of its work, for people to read. */
    protected abstract String label();

    /** Marks it as waiting; putting it into the queue publishes this. */
    protected final void waits() {
        HandlerShare share = share();
        if (share != null) {
            share.taskQueued();
        }
        PLACE.set(this, WAITING);
    }

    /** Moves it from the queue to its connection's line; false if it has been withdrawn. */
    final boolean hold() {
        return PLACE.compareAndSet(this, WAITING, HELD);
    }

    /** Removes it from wherever it waits; true for the first caller. */
    protected final boolean take() {
        byte before = (byte) PLACE.getAndSet(this, NOT_WAITING);
        HandlerShare share = before == NOT_WAITING ? null : share();
        if (share != null && before == HELD) {
            share.heldTaken();
        } else if (share != null) {
            share.taskUnqueued();
        }
        return before != NOT_WAITING;
    }

    /** Returns whether it waits. */
    protected final boolean waiting() {
        return place != NOT_WAITING;
    }

    /** A task that belongs to no connection. */
    static final class Plain extends PoolTask {
        private final Runnable task;

        Plain(Runnable task) {
            this.task = task;
        }

        @Override
        protected void work() {
            task.run();
        }

        @Override
        protected @Nullable HandlerShare share() {
            return null;
        }

        @Override
        protected String label() {
            return task.getClass().getName();
        }
    }
}
