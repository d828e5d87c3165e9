package dev.tenstep.rpc.benchmarks.contender;

import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One outstanding call at a time, each followed by its successor. One thread at a time touches a lane: the one that
 * issues a call, then the one that completes it. The contender's own hand-over between the two orders their memory.
 */
final class Lane<R> implements BiConsumer<R, Throwable> {
    private static final int THOROUGH_EVERY = 16;

    private final Calls<R> calls;
    private final Histograms histograms;
    private final CountDownLatch running;
    private int number;
    private long started;
    private long end;
    private long completed;
    private @Nullable Throwable failure;

    Lane(Calls<R> calls, Histograms histograms, CountDownLatch running, int firstNumber) {
        this.calls = calls;
        this.histograms = histograms;
        this.running = running;
        this.number = firstNumber;
    }

    /** Issues the first call; completions issue the others. */
    void startCalling(long until) {
        end = until;
        started = System.nanoTime();
        issue();
    }

    @Override
    public void accept(@Nullable R reply, @Nullable Throwable thrown) {
        if (thrown != null || reply == null) {
            finish(thrown == null ? new NullPointerException("the reply is null") : thrown);
            return;
        }
        if (took(reply)) {
            issue();
        }
    }

    private void issue() {
        try {
            calls.call(number, this);
        } catch (RuntimeException e) {
            finish(e);
        }
    }

    /** Calls in this thread until the time is over. */
    void callUntil(long until) {
        end = until;
        started = System.nanoTime();
        try {
            boolean more = true;
            while (more) {
                more = took(calls.call(number));
            }
        } catch (Throwable e) { // otherwise the measurement would wait for a lane that a peer has broken
            finish(e);
        }
    }

    /** Records a reply. Returns whether another call is due. */
    private boolean took(R reply) {
        long now = System.nanoTime();
        if (!calls.answers(number, reply, completed % THOROUGH_EVERY == 0)) {
            finish(new IllegalStateException("wrong reply to call " + number + ": " + reply));
            return false;
        }
        Histograms.record(histograms.ofThread(), now - started);
        completed++;
        number++;
        if (now - end >= 0) {
            finish(null);
            return false;
        }
        started = now;
        return true;
    }

    private void finish(@Nullable Throwable thrown) {
        failure = thrown;
        running.countDown();
    }

    /** Returns the number of completed calls, after the lane has finished. */
    long completed() {
        return completed;
    }

    /** Returns the failure, if any, after the lane has finished. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
