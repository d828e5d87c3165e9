package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/**
 * Hears the steps of every call of a client or a server. Called in the thread that does the step, an event loop among them:
 * it must not block. What it throws is logged and dropped.
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
     * The call is over, and with it its last step. Once for each call.
     *
     * @param failure why it failed; null if it did not
     */
    default void callEnded(Call call, @Nullable Throwable failure, long nanos) {}
}
