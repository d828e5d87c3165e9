package dev.tenstep.rpc.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task whose worker is interrupted, once, when nobody needs the task any more, and only while it works on it.
 *
 * <p>Threads: one works on it, any may interrupt it.
 */
public abstract class InterruptibleTask extends PoolTask {
    private static final VarHandle WORKER;

    static {
        try {
            WORKER = MethodHandles.lookup().findVarHandle(InterruptibleTask.class, "worker", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The thread that works on it; null while none does, or once it is interrupted. */
    private volatile @Nullable Thread worker;

    private volatile boolean unneeded;
    private volatile boolean interrupted;

    /** Makes a task that nobody works on. */
    protected InterruptibleTask() {}

    /** Marks this thread as its worker, which is interrupted if nobody needs the task any more. */
    protected final void workBegins() {
        worker = Thread.currentThread();
        if (unneeded) {
            interruptWorker();
        }
    }

    /** Marks that this thread is done with it; an interrupt that was meant for this task does not outlive it. */
    protected final void workEnds() {
        if (!WORKER.compareAndSet(this, Thread.currentThread(), null)) {
            while (!interrupted) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }

    /** Interrupts the worker, now or as soon as there is one, since nobody needs the task any more. */
    protected final void interrupt() {
        unneeded = true;
        interruptWorker();
    }

    private void interruptWorker() {
        Thread blocked = worker;
        if (blocked != null && WORKER.compareAndSet(this, blocked, null)) {
            blocked.interrupt();
            interrupted = true;
        }
    }
}
