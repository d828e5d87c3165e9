package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.PoolTask;
import org.jspecify.annotations.Nullable;

/**
 * A piece of user code that a call has to run, on its way to a thread that may run it. It runs once, in whichever
 * thread takes it first: the executor that it was given to, or a spare thread if the executor is late.
 */
abstract class Delivery extends PoolTask implements Runnable {
    final OutgoingCall call;

    Delivery(OutgoingCall call) {
        this.call = call;
        waits();
    }

    /** Runs the delivery, once. */
    @Override
    public final void run() {
        if (take()) {
            runTaken();
        }
    }

    /** Claims the delivery, to run it; true for the first claim. */
    final boolean taken() {
        return take();
    }

    /** Returns whether the delivery is unclaimed. */
    final boolean pending() {
        return waiting();
    }

    /** Runs a claimed delivery and restores the thread's state afterwards. */
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

    /** Returns whether it still waits although the call's deadline passed at least this long ago. */
    final boolean overdue(long nowNanos, long byNanos) {
        return waiting() && call.deadlineNanos() != 0 && nowNanos - call.deadlineNanos() > byNanos;
    }

    /** Delivers a result. */
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

    /** Delivers a failure. */
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

    /** Decodes and delivers a reply that is too large for an event loop. */
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

    /** Signals a participant in the call's streams. */
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
