package dev.tenstep.rpc.cluster;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.worker.Timer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds the calls for which no endpoint is ready yet, in order of arrival, with their parameters encoded. A timer's
 * thread checks them every 10 ms, and at once when an endpoint's state changes. A call leaves when an endpoint can be
 * chosen for it, when its deadline passes, when its caller gives up, or when the client is closed.
 *
 * <p>Safe for use by many threads; guarded by the monitor, never held while a kernel, a filter or a caller's code runs.
 */
final class WaitingCalls implements AutoCloseable {
    /** The maximum of calls that may wait. */
    static final int MAX_CALLS = 65_536;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Placement placement;
    private final int maxBytes;
    private final int maxMessage;
    private final Timer timer;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicBoolean tickPosted = new AtomicBoolean();
    private final AtomicBoolean lookPosted = new AtomicBoolean();
    private ArrayDeque<Waiting> calls = new ArrayDeque<>();
    /** The number of calls that have not left, including those being checked. */
    private int count;

    private long bytes;
    private volatile boolean closed;

    private record Waiting(Call call, ReplyTo replyTo, int length) {}

    /** Chooses an endpoint for a call. */
    @FunctionalInterface
    interface Placement {

        /** Sends the call and returns true, or returns false: it has to wait. */
        boolean sent(Call call, ReplyTo replyTo);
    }

    /**
     * Makes an empty holder, which owns the timer from now on.
     *
     * @param maxBytes the limit for the parameters of all waiting calls; a call beyond it fails with RESOURCE_EXHAUSTED
     * @param maxMessage the limit for one call's parameters, in bytes
     */
    WaitingCalls(Placement placement, int maxBytes, int maxMessage, Timer timer) {
        this.placement = placement;
        this.maxBytes = maxBytes;
        this.maxMessage = maxMessage;
        this.timer = timer;
    }

    /**
     * Adds a call, whose parameters are encoded in this thread.
     *
     * @param seen the number of changes when no endpoint was found for the call
     */
    void add(Call call, ReplyTo replyTo, int seen) {
        int length;
        try {
            length = ClientKernel.encodeArguments(call, maxMessage);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return;
        }
        String full = null;
        synchronized (this) {
            if (count >= MAX_CALLS || bytes >= maxBytes) {
                full = count + " calls of " + bytes + " bytes are waiting for a ready endpoint, which is the limit";
            } else {
                calls.add(new Waiting(call, replyTo, length));
                count++;
                bytes += length;
            }
        }
        if (full != null) {
            ClientKernel.deliverFailure(
                    call, replyTo, RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, full, null));
            return;
        }
        if (changes.get() != seen) {
            post(lookPosted, 0);
        }
        post(tickPosted, TICK_NANOS);
    }

    /** The number of changes of endpoints' states so far. */
    int changes() {
        return changes.get();
    }

    /** Checks the calls soon, since an endpoint's state has changed. */
    void endpointChanged() {
        changes.incrementAndGet();
        boolean some;
        synchronized (this) {
            some = count > 0;
        }
        if (some) {
            post(lookPosted, 0);
        }
    }

    private void post(AtomicBoolean posted, long nanos) {
        if (posted.compareAndSet(false, true)) {
            timer.after(nanos, () -> {
                posted.set(false);
                look();
            });
        }
    }

    private void look() {
        ArrayDeque<Waiting> looked;
        synchronized (this) {
            looked = calls;
            calls = new ArrayDeque<>();
        }
        long now = timer.nanoTime();
        looked.removeIf(waiting -> leaves(waiting, now));
        boolean some;
        synchronized (this) {
            looked.addAll(calls);
            calls = looked;
            some = count > 0;
        }
        if (some && !closed) {
            post(tickPosted, TICK_NANOS);
        } else if (some) {
            endAll();
        }
    }

    private boolean leaves(Waiting waiting, long now) {
        RpcException over = ClientKernel.over(waiting.call, now, true);
        if (over == null && (closed || !placement.sent(waiting.call, waiting.replyTo))) {
            return false;
        }
        left(waiting);
        if (over != null) {
            ClientKernel.deliverFailure(waiting.call, waiting.replyTo, over);
        }
        return true;
    }

    private synchronized void left(Waiting waiting) {
        count--;
        bytes -= waiting.length;
    }

    private void endAll() {
        ArrayDeque<Waiting> ended;
        synchronized (this) {
            ended = calls;
            calls = new ArrayDeque<>();
            ended.forEach(this::left);
        }
        ended.forEach(waiting -> ClientKernel.deliverFailure(
                waiting.call,
                waiting.replyTo,
                RpcException.notStarted(
                        StatusCode.UNAVAILABLE,
                        "the client was closed before an endpoint was ready for " + waiting.call,
                        null)));
    }

    /** Ends all calls, and any that come later. */
    @Override
    public void close() {
        closed = true;
        timer.close();
        endAll();
    }
}
