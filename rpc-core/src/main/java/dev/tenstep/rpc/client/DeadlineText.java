package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepTimes;
import org.jspecify.annotations.Nullable;

/** Builds the failure of a call whose deadline passed on its client: the step it was in, and how long earlier steps took. */
final class DeadlineText {
    private DeadlineText() {}

    /**
     * Builds the failure (DEADLINE_EXCEEDED).
     *
     * @param in the step that the call was in
     * @param durations of the steps, as text
     * @param said the kernel's own failure; null if it reported none
     */
    static RpcException failure(Step in, Call call, String durations, @Nullable RpcException said) {
        String where = in == Step.TRAVEL_TO_SERVER
                ? "steps 3 to 8: the message was on its way, or the server was working on it"
                : "step " + in.number() + ": " + in.description();
        String text = "the deadline of " + call.method().displayName() + " passed in " + where + durations;
        return said != null && said.notStarted()
                ? RpcException.notStarted(StatusCode.DEADLINE_EXCEEDED, text, said)
                : new RpcException(StatusCode.DEADLINE_EXCEEDED, text, said);
    }

    /**
     * Builds the durations of a call whose message was sent and whose steps nobody observes.
     *
     * @param departedNanos the time at which the message was sent, by {@link System#nanoTime()}
     * @param budgetNanos the total time that the call had; 0 if unknown
     */
    static String durations(long departedNanos, long deadlineNanos, long budgetNanos) {
        String since = "since then " + StepTimes.millis(System.nanoTime() - departedNanos) + ")";
        return budgetNanos == 0
                ? " (" + since
                : " (steps 1 and 2: " + StepTimes.millis(budgetNanos - (deadlineNanos - departedNanos)) + ", " + since;
    }
}
