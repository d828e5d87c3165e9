package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.worker.Timer;
import dev.tenstep.rpc.worker.TimerThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Watches the calls of a client that has filters. A filter may keep a call to itself, and a kernel cannot end a call
 * that it never got. Calls whose deadline has passed end here, and the others when the client is closed. A client
 * without filters needs no watch, since its kernels have every call from the start. Safe for use by many threads.
 */
public final class CallWatch implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Lets kernels report first, since they know more. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Timer timer = new TimerThread();
    private final Set<OutgoingCall> calls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean posted = new AtomicBoolean();
    private volatile boolean closed;

    /** Makes a watch, whose thread starts with the first watched call. */
    public CallWatch() {}

    /** Watches a call until it has ended. */
    void watch(OutgoingCall call) {
        calls.add(call);
        if (closed) {
            endAll();
        } else {
            post();
        }
    }

    private void post() {
        if (posted.compareAndSet(false, true)) {
            timer.after(TICK_NANOS, this::look);
        }
    }

    private void look() {
        posted.set(false);
        long now = System.nanoTime();
        calls.removeIf(OutgoingCall::isDone);
        for (OutgoingCall call : calls) {
            if (call.deadlineNanos() != 0 && now - call.deadlineNanos() > GRACE_NANOS) {
                call.giveUpFor(call.deadlineExceeded(null));
            }
        }
        if (!calls.isEmpty() && !closed) {
            post();
        }
    }

    private void endAll() {
        for (OutgoingCall call : calls) {
            call.giveUpFor(
                    new RpcException(StatusCode.UNAVAILABLE, "the client was closed before " + call + " was sent"));
        }
        calls.removeIf(OutgoingCall::isDone);
    }

    /** Ends all calls, after the kernels have ended theirs. */
    @Override
    public void close() {
        closed = true;
        timer.close();
        endAll();
    }
}
