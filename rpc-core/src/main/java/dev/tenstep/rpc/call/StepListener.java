package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/**
 * Hears the steps of every call of a client or a server; of a call that is tried again, those of every attempt, from the first
 * step on. Called in the thread that does the step, an event loop among them: it must not block. What it throws is
 * dropped: the first is logged with its stack, and then a line every ten seconds that says how many more there were.
 */
public interface StepListener {

    /**
     * A step begins, and with it the one before ends.
     *
     * @param call gives the method, the call id and the attempt
     * @param nanos {@link System#nanoTime()}
     */
    void stepBegan(Call call, Step step, long nanos);

    /**
     * The call is over, and with it its last step; or an attempt at it that another follows. Once for each attempt.
     *
     * @param failure why it failed; null if it did not
     */
    default void callEnded(Call call, @Nullable Throwable failure, long nanos) {}
}
