package dev.tenstep.rpc.call;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal that fires once, with a reason: the caller gave up, the deadline passed, the connection was lost. Safe for use by
 * many threads; guarded by its own monitor, never held while listeners run.
 */
public final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

    private @Nullable RpcException reason;
    private Set<Consumer<RpcException>> listeners = new LinkedHashSet<>(2);

    /** Makes a signal that has not fired. */
    public Cancellation() {}

    /** A separate signal that fires when this one does; firing it leaves this one alone. */
    public Cancellation fork() {
        Cancellation child = new Cancellation();
        onCancel(child::cancel);
        return child;
    }

    /**
     * Fires, unless it has fired already. The listeners run in this thread, which may be an event loop and is restored
     * afterwards. An exception of a listener is logged, and the next one runs.
     */
    public void cancel(RpcException why) {
        Set<Consumer<RpcException>> toRun;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toRun = listeners;
            listeners = Set.of();
        }
        if (!toRun.isEmpty()) {
            ThreadState.keep(() -> toRun.forEach(listener -> run(listener, why)));
        }
    }

    /** Runs the listener when the signal fires, or at once if it has fired. */
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

    /** Removes a listener. */
    public synchronized void forget(Consumer<RpcException> listener) {
        if (reason == null) {
            listeners.remove(listener);
        }
    }

    private static void run(Consumer<RpcException> listener, RpcException why) {
        try {
            listener.accept(why);
        } catch (Throwable e) {
            Thrown.log(LOG, "a listener to a cancellation failed", e);
        }
    }

    /** Returns whether the signal has fired. */
    public synchronized boolean cancelled() {
        return reason != null;
    }

    /** The reason for which it fired; null until then. */
    public synchronized @Nullable RpcException reason() {
        return reason;
    }
}
