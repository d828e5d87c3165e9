package dev.tenstep.rpc.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A signal that fires once, with a reason: the caller gave up, the deadline passed, the connection was lost. Safe for use by
 * many threads; guarded by its own monitor, never held while listeners run.
 */
public final class Cancellation {
    private @Nullable RpcException reason;
    private List<Consumer<RpcException>> listeners = new ArrayList<>(1);

    /** Makes one that has not fired. */
    public Cancellation() {}

    /** A signal of its own that fires when this one does; firing it leaves this one alone. */
    public Cancellation fork() {
        Cancellation child = new Cancellation();
        onCancel(child::cancel);
        return child;
    }

    /** Fires, unless it has. The listeners run in this thread; what they throw is dropped after the last has run. */
    public void cancel(RpcException why) {
        List<Consumer<RpcException>> toRun;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toRun = listeners;
            listeners = List.of();
        }
        for (Consumer<RpcException> listener : toRun) {
            run(listener, why);
        }
    }

    /** Runs the listener when the signal fires, or at once if it has. */
    public void onCancel(Consumer<RpcException> listener) {
        RpcException why;
        synchronized (this) {
            why = reason;
            if (why == null) {
                listeners.add(listener);
                return;
            }
        }
        run(listener, why);
    }

    private static void run(Consumer<RpcException> listener, RpcException why) {
        try {
            listener.accept(why);
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** Whether it has fired. */
    public synchronized boolean cancelled() {
        return reason != null;
    }

    /** Why it fired; null until it has. */
    public synchronized @Nullable RpcException reason() {
        return reason;
    }
}
