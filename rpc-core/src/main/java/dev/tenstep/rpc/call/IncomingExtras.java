package dev.tenstep.rpc.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What most calls at a server do without, so that they are small: metadata, the context, times, and the cancellation with the
 * thread that it interrupts.
 *
 * <p>Threads: as its call; it guards the metadata, the context and the bytes itself; the cancellation and the worker by any.
 */
final class IncomingExtras {
    private static final VarHandle WORKER;

    static {
        try {
            WORKER = MethodHandles.lookup().findVarHandle(IncomingExtras.class, "worker", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    Metadata metadata = Metadata.EMPTY;
    Metadata replyMetadata = Metadata.EMPTY;
    Metadata trailers = Metadata.EMPTY;
    final Cancellation cancellation = new Cancellation();

    private @Nullable CallContext context;

    @Nullable
    StepTimes times;

    /** Bytes of the parameters that are the handler's until it has answered. */
    private int heldBytes;

    boolean traced;
    /** When it was admitted, by {@link System#nanoTime()}; 0 without a limit. */
    long enteredNanos;

    private volatile boolean cancelled;
    private volatile boolean interrupted;
    private volatile @Nullable Thread worker;

    /** Makes those of a call on which that thread works, null for none. */
    IncomingExtras(@Nullable Thread worker) {
        this.worker = worker;
    }

    synchronized void hold(int bytes) {
        heldBytes += bytes;
    }

    /** The bytes that were held, which are nobody's now. */
    synchronized int release() {
        int held = heldBytes;
        heldBytes = 0;
        return held;
    }

    synchronized CallContext context(IncomingCall call, Call seen) {
        CallContext now = context;
        if (now == null || !now.shows(seen)) {
            now = new CallContext(call, seen);
            context = now;
        }
        return now;
    }

    synchronized void addReplyMetadata(Metadata more) {
        replyMetadata = replyMetadata.with(more);
    }

    synchronized void addTrailers(Metadata more) {
        trailers = trailers.with(more);
    }

    boolean cancelled() {
        return cancelled;
    }

    void cancel(RpcException why) {
        cancelled = true;
        cancellation.cancel(why);
        interruptWorker();
    }

    private void interruptWorker() {
        Thread blocked = worker;
        if (blocked != null && WORKER.compareAndSet(this, blocked, null)) {
            blocked.interrupt();
            interrupted = true;
        }
    }

    /** As {@link IncomingCall#workBegins()}. */
    void workBegins() {
        worker = Thread.currentThread();
        if (cancelled) {
            interruptWorker();
        }
    }

    /** As {@link IncomingCall#workEnds()}. */
    void workEnds() {
        if (!WORKER.compareAndSet(this, Thread.currentThread(), null)) {
            while (!interrupted) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }
}
