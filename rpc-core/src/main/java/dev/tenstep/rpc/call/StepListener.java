package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/**
 * Hears the steps of every call of a client or a server. If a call is retried, it hears those of every attempt, from
 * the first step on. Called in the thread that does the step, which may be an event loop: it must not block. Its
 * exceptions are dropped: the first is logged with its stack, and then a line every ten seconds says how many more
 * there were.
 */
public interface StepListener {

    /**
     * A step begins, and with it the previous one ends.
     *
     * @param call gives the method, the call id and the attempt
     * @param nanos {@link System#nanoTime()}
     */
    void stepBegan(Call call, Step step, long nanos);

    /**
     * The call is over, and with it its last step; or an attempt that another follows. Once for each attempt.
     *
     * @param failure why it failed; null if it did not
     */
    default void callEnded(Call call, @Nullable Throwable failure, long nanos) {}
}
