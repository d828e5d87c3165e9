package dev.tenstep.rpc.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times at which the steps of one call began on one side, and the listeners that hear of them; made only for calls
 * that somebody observes. Safe for use by many threads: a call may end in one while another carries it on. Guarded by
 * its own monitor, which is held while listeners run, so that none hears of a step after the end, or twice, or out of
 * order.
 */
public final class StepTimes {
    private static final long NANOS_PER_TENTH = 100_000;

    private final List<StepListener> listeners;
    private final @Nullable Call attempt;
    private final long[] began = new long[Step.values().length + 1];
    private long @Nullable [] server;
    private int last = -1;
    private boolean ended;

    /**
     * Makes them.
     *
     * @param listeners guarded ones, none of which throws
     * @param attempt the attempt that listeners hear of instead of the call; null for the call
     */
    public StepTimes(List<StepListener> listeners, @Nullable Call attempt) {
        this.listeners = listeners;
        this.attempt = attempt;
    }

    public synchronized void begin(Call call, Step step) {
        if (!ended && step.ordinal() > last) {
            long now = System.nanoTime();
            last = step.ordinal();
            began[last] = now;
            Call observed = attempt == null ? call : attempt;
            for (StepListener listener : listeners) {
                listener.stepBegan(observed, step, now);
            }
        }
    }

    public synchronized void end(Call call, @Nullable Throwable failure) {
        if (!ended) {
            ended = true;
            long now = System.nanoTime();
            began[began.length - 1] = now;
            if (attempt == null || last >= 0) {
                Call observed = attempt == null ? call : attempt;
                for (StepListener listener : listeners) {
                    listener.callEnded(observed, failure, now);
                }
            }
        }
    }

    public synchronized void serverNanos(long @Nullable [] nanos) {
        server = nanos;
    }

    /** The duration of each step that has begun, for people to read; the last one lasts until now. */
    public synchronized String durations() {
        StringBuilder text = new StringBuilder();
        int before = -1;
        for (int i = 0; i <= last; i++) {
            if (began[i] != 0) {
                text.append(before < 0 ? " (" : millis(began[i] - began[before]) + ", ");
                text.append("step ").append(i + 1).append(": ");
                before = i;
            }
        }
        return before < 0
                ? ""
                : text.append(millis(System.nanoTime() - began[before]))
                        .append(')')
                        .toString();
    }

    /** A duration for people to read, in milliseconds with one decimal. */
    public static String millis(long nanos) {
        long tenths = Math.max(0, nanos) / NANOS_PER_TENTH;
        return tenths / 10 + "." + tenths % 10 + " ms";
    }

    /** The trace of a call that has ended; null if a step is missing, or the server did not report its times. */
    public synchronized @Nullable CallTrace trace(Call call) {
        return server == null ? null : CallTrace.of(call.callId(), call.method().displayName(), began, server);
    }

    /**
     * The durations that a server reports: from receiving the call to handing the reply over, which ends at the given
     * time.
     */
    public synchronized long[] serverDurations(long endNanos) {
        int first = Step.TRAVEL_TO_SERVER.ordinal();
        int end = Step.HAND_TO_SERVER_KERNEL.ordinal();
        long[] durations = new long[end - first + 1];
        for (int i = first; i <= end; i++) {
            long until = i == end ? endNanos : began[i + 1];
            durations[i - first] = Math.max(0, until - began[i]);
        }
        return durations;
    }
}
