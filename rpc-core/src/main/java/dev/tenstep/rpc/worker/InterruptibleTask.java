package dev.tenstep.rpc.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task whose worker is interrupted when nobody needs the task any more, once, and only while it works on it.
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

    /** Makes one that nobody works on. */
    protected InterruptibleTask() {}

    /** This thread works on it from now on, and is interrupted if nobody needs it any more. */
    protected final void workBegins() {
        worker = Thread.currentThread();
        if (unneeded) {
            interruptWorker();
        }
    }

    /** This thread works on it no more; an interrupt that was meant for this task does not outlive it. */
    protected final void workEnds() {
        if (!WORKER.compareAndSet(this, Thread.currentThread(), null)) {
            while (!interrupted) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }

    /** Nobody needs it any more: whoever works on it, now or later, is interrupted. */
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
