package dev.tenstep.rpc.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the step listeners, none of which can disturb a call or another listener. */
final class Observers {
    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private Observers() {}

    static void stepBegan(List<StepListener> listeners, Call call, Step step, long nanos) {
        for (StepListener listener : listeners) {
            try {
                listener.stepBegan(call, step, nanos);
            } catch (Throwable e) {
                Thrown.log(LOG, "step listener " + listener.getClass().getName() + " failed in " + step, e);
            }
        }
    }

    static void callEnded(List<StepListener> listeners, Call call, @Nullable Throwable failure, long nanos) {
        for (StepListener listener : listeners) {
            try {
                listener.callEnded(call, failure, nanos);
            } catch (Throwable e) {
                Thrown.log(LOG, "step listener " + listener.getClass().getName() + " failed at the end of a call", e);
            }
        }
    }
}
