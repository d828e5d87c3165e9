package dev.tenstep.rpc.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step listener that can neither disturb a call or another listener, nor fill the log by failing in every step of
 * every call. Safe for use by many threads.
 */
public final class GuardedListener implements StepListener {
    private final StepListener listener;
    private final FailureLog failures = new FailureLog();

    private GuardedListener(StepListener listener) {
        this.listener = listener;
    }

    /** The same listeners, each guarded. */
    public static List<StepListener> guarding(List<StepListener> listeners) {
        return listeners.stream().<StepListener>map(GuardedListener::new).toList();
    }

    @Override
    public void stepBegan(Call call, Step step, long nanos) {
        try {
            listener.stepBegan(call, step, nanos);
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void callEnded(Call call, @Nullable Throwable failure, long nanos) {
        try {
            listener.callEnded(call, failure, nanos);
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void failed(Throwable thrown) {
        failures.logAlike("the step listener " + listener.getClass().getName(), thrown);
    }
}
