package dev.tenstep.rpc.call;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a handler can know and say of the call that it serves. Bound to the thread in which the handler runs, for the time
 * it runs; {@code wrap} carries it elsewhere; elsewhere there is none.
 */
public final class CallContext {
    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final IncomingCall call;

    CallContext(IncomingCall call) {
        this.call = call;
    }

    /** The context of the call that this thread serves; null if it serves none. */
    public static @Nullable CallContext current() {
        Call call = CURRENT.get();
        return call instanceof IncomingCall incoming ? incoming.context() : null;
    }

    static @Nullable Call enter(Call call) {
        Call outer = CURRENT.get();
        CURRENT.set(DerivedCall.original(call));
        return outer;
    }

    static void leave(@Nullable Call outer) {
        CURRENT.set(outer);
    }

    /** What the client sent along. */
    public Metadata metadata() {
        return call.metadata();
    }

    /** Adds to what goes back along with the reply; before the handler returns or its stage completes. */
    public void replyMetadata(Metadata more) {
        call.replyMetadata(call.replyMetadata().with(more));
    }

    /** The time until the deadline in nanoseconds, negative after it; {@link Long#MAX_VALUE} without one. */
    public long remainingNanos() {
        return call.remainingNanos();
    }

    /** Fires when the client has given up or is gone. */
    public Cancellation cancellation() {
        return call.cancellation();
    }

    /** The call's number in this server. */
    public long callId() {
        return call.callId();
    }

    /** Who calls, for people to read. */
    public String peer() {
        return call.peer();
    }

    /** The same task with this context wherever it runs. */
    public Runnable wrap(Runnable task) {
        return () -> {
            Call outer = enter(call);
            try {
                task.run();
            } finally {
                leave(outer);
            }
        };
    }

    /** The same task with this context wherever it runs. */
    public <T> Callable<T> wrap(Callable<T> task) {
        return () -> {
            Call outer = enter(call);
            try {
                return task.call();
            } finally {
                leave(outer);
            }
        };
    }

    /** The same executor, whose tasks have this context. */
    public Executor wrap(Executor executor) {
        return task -> executor.execute(wrap(task));
    }
}
