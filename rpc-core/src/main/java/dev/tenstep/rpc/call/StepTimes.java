package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/** When the steps of one call began at one end; made only for calls that somebody observes. One thread at a time. */
final class StepTimes {
    private final long[] began = new long[Step.values().length + 1];
    private long @Nullable [] server;

    void began(Step step, long nanos) {
        began[step.ordinal()] = nanos;
    }

    void serverNanos(long @Nullable [] nanos) {
        server = nanos;
    }

    /** The call's trace; null if the server did not report its times. */
    @Nullable
    CallTrace trace(Call call, long endNanos) {
        began[began.length - 1] = endNanos;
        return server == null ? null : CallTrace.of(call.callId(), call.method().displayName(), began.clone(), server);
    }

    /** The durations that a server reports: from receiving the call to handing the reply over, which ends at the time given. */
    long[] serverDurations(long endNanos) {
        int first = Step.TRAVEL_TO_SERVER.ordinal();
        int last = Step.HAND_TO_SERVER_KERNEL.ordinal();
        long[] durations = new long[last - first + 1];
        for (int i = first; i <= last; i++) {
            long end = i == last ? endNanos : began[i + 1];
            durations[i - first] = Math.max(0, end - began[i]);
        }
        return durations;
    }
}
