package dev.tenstep.rpc.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A task of a {@link WorkerPool}. It leaves the queue once: to a worker that runs it, or to whoever withdraws it. */
abstract class PoolTask {
    private static final VarHandle WAITING;

    static {
        try {
            WAITING = MethodHandles.lookup().findVarHandle(PoolTask.class, "waiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean waiting;

    /** Does the task, in a worker. */
    abstract void work();

    /** Whose part of the pool it takes; null for nobody's. */
    protected abstract @Nullable HandlerShare share();

    /** The name of what it does, for people to read. */
    abstract String label();

    /** It is put into the queue, which publishes it. */
    final void waits() {
        WAITING.set(this, true);
    }

    /** Takes it out of the queue; true for the first who does. */
    final boolean take() {
        return waiting && WAITING.compareAndSet(this, true, false);
    }

    /** Whether it waits in the queue. */
    final boolean waiting() {
        return waiting;
    }

    /** A task of nobody. */
    static final class Plain extends PoolTask {
        private final Runnable task;

        Plain(Runnable task) {
            this.task = task;
        }

        @Override
        void work() {
            task.run();
        }

        @Override
        protected @Nullable HandlerShare share() {
            return null;
        }

        @Override
        String label() {
            return task.getClass().getName();
        }
    }
}
