package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.PoolTask;
import org.jspecify.annotations.Nullable;

/**
 * Something of a call that runs users' code, on its way to a thread that may run it: done once, by whoever takes it first, the
 * executor that it was given or, where that does not get to it in time, a spare thread.
 */
abstract class Delivery extends PoolTask implements Runnable {
    final OutgoingCall call;

    Delivery(OutgoingCall call) {
        this.call = call;
        waits();
    }

    /** Does it, once. */
    @Override
    public final void run() {
        if (take()) {
            runTaken();
        }
    }

    /** Takes it out of where it waits, to run it; true for the first who does. */
    final boolean taken() {
        return take();
    }

    /** Whether nobody has taken it. */
    final boolean pending() {
        return waiting();
    }

    /** Does it, for whoever has taken it, and leaves nothing of it in the thread. */
    final void runTaken() {
        Thread thread = Thread.currentThread();
        boolean interrupted = thread.isInterrupted();
        ClassLoader loader = thread.getContextClassLoader();
        String name = thread.getName();
        int priority = thread.getPriority();
        try {
            work();
        } finally {
            ThreadState.restore(thread, interrupted, loader, name, priority);
        }
    }

    @Override
    protected final @Nullable HandlerShare share() {
        return null;
    }

    @Override
    protected final String label() {
        return call.method().displayName();
    }

    /** Whether it still waits although the call's deadline has passed by so much. */
    final boolean overdue(long nowNanos, long byNanos) {
        return waiting() && call.deadlineNanos() != 0 && nowNanos - call.deadlineNanos() > byNanos;
    }

    /** A result. */
    static final class Result extends Delivery {
        private final @Nullable Object result;

        Result(OutgoingCall call, @Nullable Object result) {
            super(call);
            this.result = result;
        }

        @Override
        protected void work() {
            call.begin(Step.DELIVER_RESULT);
            call.succeed(result);
        }
    }

    /** A failure. */
    static final class Failure extends Delivery {
        private final RpcException failure;

        Failure(OutgoingCall call, RpcException failure) {
            super(call);
            this.failure = failure;
        }

        @Override
        protected void work() {
            call.failWith(failure);
        }
    }

    /** A reply that is too large to be decoded in an event loop. */
    static final class Undecoded extends Delivery {
        private final Reply reply;

        Undecoded(OutgoingCall call, Reply reply) {
            super(call);
            this.reply = reply;
        }

        @Override
        protected void work() {
            call.handle.decodeAndDeliver(call, reply);
        }
    }

    /** Signals to whoever takes part in the call's streams. */
    static final class Signals extends Delivery {
        private final Runnable signals;

        Signals(OutgoingCall call, Runnable signals) {
            super(call);
            this.signals = signals;
        }

        @Override
        protected void work() {
            signals.run();
        }
    }
}
