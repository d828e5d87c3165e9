package dev.tenstep.rpc.call;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The view that a handler has of the call it serves. Bound to the thread in which the handler runs, for as long as it
 * runs. Other threads have none, unless {@code wrap} carries it to them.
 */
public final class CallContext {
    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final ServedCall call;
    /** The call as the handler's filters left it. */
    private final Call seen;

    public CallContext(ServedCall call, Call seen) {
        this.call = call;
        this.seen = seen;
    }

    /** The context of the call that this thread serves; null if it serves none. */
    public static @Nullable CallContext current() {
        Call call = CURRENT.get();
        return call != null && call.original() instanceof ServedCall incoming ? incoming.context(call) : null;
    }

    /** The call that this thread serves; null if it serves none. */
    public static @Nullable Call served() {
        return CURRENT.get();
    }

    /**
     * Runs the peer's part of a call while this thread serves another one, as happens within one process: the task sees
     * no context. For kernels.
     */
    public static void outside(Runnable task) {
        Call served = CURRENT.get();
        if (served == null) {
            task.run();
            return;
        }
        CURRENT.set(null);
        try {
            task.run();
        } finally {
            CURRENT.set(served);
        }
    }

    public static @Nullable Call enter(Call call) {
        Call outer = CURRENT.get();
        CURRENT.set(call);
        return outer;
    }

    public static void leave(@Nullable Call outer) {
        CURRENT.set(outer);
    }

    /** Returns whether this context shows the call as the handler gets it. */
    public boolean shows(Call other) {
        return seen == other;
    }

    /** The metadata that the client sent, as the filters left it. */
    public Metadata metadata() {
        return seen.metadata();
    }

    /** Adds metadata to the reply; to be called before the handler returns or its stage completes. */
    public void replyMetadata(Metadata more) {
        call.addReplyMetadata(more);
    }

    /** Adds metadata that follows the last of streamed results; to be called before their publisher completes. */
    public void trailers(Metadata more) {
        call.addTrailers(more);
    }

    /** The time until the deadline in nanoseconds, negative after it; {@link Long#MAX_VALUE} without one. */
    public long remainingNanos() {
        return seen.remainingNanos();
    }

    /** A signal that fires when the client has given up or is gone. */
    public Cancellation cancellation() {
        return call.cancellation();
    }

    /** The call's number on this server. */
    public long callId() {
        return call.callId();
    }

    /**
     * The caller's identity: as a filter established it, such as {@link dev.tenstep.rpc.filter.BearerTokens}, else the
     * subject of {@link #peerCertificate()}; null without either.
     */
    public @Nullable Principal principal() {
        return seen.principal();
    }

    /** A human-readable description of the caller's address or name. */
    public String peer() {
        return call.peer();
    }

    /** The certificate that the client presented, signed by one that the server trusts; null without mutual TLS. */
    public @Nullable X509Certificate peerCertificate() {
        return call.peerCertificate();
    }

    /** Wraps a task so that it has this context wherever it runs. */
    public Runnable wrap(Runnable task) {
        return () -> {
            Call outer = enter(seen);
            try {
                task.run();
            } finally {
                leave(outer);
            }
        };
    }

    /** Wraps a task so that it has this context wherever it runs. */
    public <T> Callable<T> wrap(Callable<T> task) {
        return () -> {
            Call outer = enter(seen);
            try {
                return task.call();
            } finally {
                leave(outer);
            }
        };
    }

    /** Wraps an executor so that its tasks have this context. */
    public Executor wrap(Executor executor) {
        return task -> executor.execute(wrap(task));
    }
}
