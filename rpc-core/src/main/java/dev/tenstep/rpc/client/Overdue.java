package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepTimes;
import org.jspecify.annotations.Nullable;

/** What the caller of a call is told whose deadline passed here: in which step the call was, and how long what is over took. */
final class Overdue {
    private static final int UNIT_BITS = 10;

    private Overdue() {}

    /** The time that is left in units of 1024 ns, an int that lasts for half an hour. */
    static int units(long nanos) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, nanos >> UNIT_BITS));
    }

    /**
     * The failure.
     *
     * @param in the step that the call was in
     * @param durations of the steps, as text
     * @param said what the kernel said; null if it said nothing
     */
    static RpcException in(Step in, Call call, String durations, @Nullable RpcException said) {
        String where = in == Step.TRAVEL_TO_SERVER
                ? "steps 3 to 8: the message was on its way, or the server at work on it"
                : "step " + in.number() + ": " + in.description();
        String text = "the deadline of " + call.method().displayName() + " passed in " + where + durations;
        return said != null && said.notStarted()
                ? RpcException.notStarted(StatusCode.DEADLINE_EXCEEDED, text, said)
                : new RpcException(StatusCode.DEADLINE_EXCEEDED, text, said);
    }

    /**
     * The durations of a call whose message has gone and to whose steps nobody listens.
     *
     * @param left units of time that were left then
     * @param budgetNanos the time that there was in all; 0 if nobody knows
     */
    static String durations(int left, long deadlineNanos, long budgetNanos) {
        long leftNanos = (long) left << UNIT_BITS;
        String since = "since then " + StepTimes.millis(System.nanoTime() - deadlineNanos + leftNanos) + ")";
        return budgetNanos == 0
                ? " (" + since
                : " (steps 1 and 2: " + StepTimes.millis(budgetNanos - leftNanos) + ", " + since;
    }
}
