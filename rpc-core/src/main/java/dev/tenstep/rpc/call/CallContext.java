package dev.tenstep.rpc.call;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a handler can know and say of the call that it serves. Bound to the thread in which the handler runs, for the time
 * it runs; {@code wrap} carries it elsewhere; elsewhere there is none.
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
     * Runs what belongs to the other end while this thread serves a call, as it does in one process: there is no context
     * meanwhile. For kernels.
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

    /** Whether it shows the call as the handler gets it. */
    public boolean shows(Call other) {
        return seen == other;
    }

    /** What the client sent along, and what filters made of it. */
    public Metadata metadata() {
        return seen.metadata();
    }

    /** Adds to what goes back along with the reply; before the handler returns or its stage completes. */
    public void replyMetadata(Metadata more) {
        call.addReplyMetadata(more);
    }

    /** Adds to what goes back along after the last of results that stream; before their publisher completes. */
    public void trailers(Metadata more) {
        call.addTrailers(more);
    }

    /** The time until the deadline in nanoseconds, negative after it; {@link Long#MAX_VALUE} without one. */
    public long remainingNanos() {
        return seen.remainingNanos();
    }

    /** Fires when the client has given up or is gone. */
    public Cancellation cancellation() {
        return call.cancellation();
    }

    /** The call's number in this server. */
    public long callId() {
        return call.callId();
    }

    /**
     * Who calls: whom a filter found out, as {@link dev.tenstep.rpc.filter.BearerTokens} does, else the subject of {@link
     * #peerCertificate()}; null without either.
     */
    public @Nullable Principal principal() {
        return seen.principal();
    }

    /** Who calls, for people to read. */
    public String peer() {
        return call.peer();
    }

    /** The certificate that the client has shown, signed by one that the server trusts; null without mutual TLS. */
    public @Nullable X509Certificate peerCertificate() {
        return call.peerCertificate();
    }

    /** The same task with this context wherever it runs. */
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

    /** The same task with this context wherever it runs. */
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

    /** The same executor, whose tasks have this context. */
    public Executor wrap(Executor executor) {
        return task -> executor.execute(wrap(task));
    }
}
