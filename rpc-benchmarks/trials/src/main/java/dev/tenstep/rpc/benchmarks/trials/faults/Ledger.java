package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The client's record of how each call ended, by the call's number. Any thread. */
final class Ledger implements StepListener {
    private static final int ATTEMPTS = 2;

    private final long slackNanos;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong latestNanos = new AtomicLong();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger foreign = new AtomicInteger();
    private final AtomicInteger endedTwice = new AtomicInteger();
    private final Tally outcomes = new Tally();
    private final Tally ends = new Tally();
    private final Queue<String> strange = new ConcurrentLinkedQueue<>();
    private volatile Since since = new Since();

    /** Makes one in which a call is late if it ends more than that long after its deadline. */
    Ledger(Duration slack) {
        slackNanos = slack.toNanos();
    }

    /** The way in which a call ended. */
    enum Outcome {
        NONE,
        SUCCEEDED,
        NOT_STARTED,
        MAYBE_STARTED
    }

    /** Returns the number of the next call, from 1. */
    long next() {
        return sent.incrementAndGet();
    }

    /**
     * Records the end of a call that began at that time: with the right answer, with a failure, or with another
     * call's answer.
     */
    void ended(long number, Span span, boolean right, @Nullable Throwable failure) {
        if (failure == null && !right) {
            foreign.incrementAndGet();
            strange.add("call " + number + " got another's reply");
        } else if (failure != null && !expected(failure)) {
            strange.add("call " + number + " failed: " + failure);
        }
        if (outcomes.get(number) != Outcome.NONE.ordinal()) {
            endedTwice.incrementAndGet();
        }
        outcomes.set(number, outcome(failure).ordinal());
        long took = System.nanoTime() - span.beganNanos;
        latestNanos.accumulateAndGet(took - span.deadlineNanos, Math::max);
        if (took - span.deadlineNanos > slackNanos) {
            late.incrementAndGet();
            strange.add("call " + number + " took " + took / 1_000_000 + " ms: " + failure);
        }
        if (failure == null) {
            succeeded.incrementAndGet();
        }
        since.ended(span.beganNanos, failure);
        ended.incrementAndGet();
    }

    /** The beginning of a call and its deadline. */
    record Span(long beganNanos, long deadlineNanos) {
        static Span now(Duration deadline) {
            return new Span(System.nanoTime(), deadline.toNanos());
        }
    }

    private static boolean expected(Throwable failure) {
        return failure instanceof RpcException e
                && (e.code() == StatusCode.UNAVAILABLE || e.code() == StatusCode.DEADLINE_EXCEEDED);
    }

    private static Outcome outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return Outcome.SUCCEEDED;
        }
        return failure instanceof RpcException e && e.notStarted() ? Outcome.NOT_STARTED : Outcome.MAYBE_STARTED;
    }

    /** The results of calls that begin after a moment. */
    static final class Since {
        private final long nanos = System.nanoTime();
        private final AtomicLong firstSuccess = new AtomicLong();
        private final AtomicLong succeeded = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();

        private void ended(long beganNanos, @Nullable Throwable failure) {
            if (beganNanos - nanos < 0) {
                return;
            }
            if (failure == null) {
                firstSuccess.compareAndSet(0, Math.max(1, System.nanoTime() - nanos));
                succeeded.incrementAndGet();
            } else {
                failed.incrementAndGet();
            }
        }

        /** Returns the moment, by {@link System#nanoTime()}. */
        long nanos() {
            return nanos;
        }

        /** Returns the time until one of them succeeded; 0 if none has. */
        long firstSuccessNanos() {
            return firstSuccess.get();
        }

        long succeeded() {
            return succeeded.get();
        }

        long failed() {
            return failed.get();
        }
    }

    /** Starts counting from now on, in place of any earlier moment. */
    Since since() {
        since = new Since();
        return since;
    }

    @Override
    public void stepBegan(Call call, Step step, long nanos) {}

    @Override
    public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
        if (ends.increment(call.callId() * ATTEMPTS + call.attempt() - 1) > 1) {
            endedTwice.incrementAndGet();
            strange.add(call + " ended twice");
        }
    }

    long sent() {
        return sent.get();
    }

    long succeeded() {
        return succeeded.get();
    }

    long ended() {
        return ended.get();
    }

    Outcome outcome(long number) {
        return Outcome.values()[outcomes.get(number)];
    }

    /** Returns the longest time by which a call missed its deadline; 0 if none did. */
    long latestNanos() {
        return latestNanos.get();
    }

    int late() {
        return late.get();
    }

    int foreign() {
        return foreign.get();
    }

    int endedTwice() {
        return endedTwice.get();
    }

    /** Returns descriptions of everything unexpected. */
    Queue<String> strange() {
        return strange;
    }
}
