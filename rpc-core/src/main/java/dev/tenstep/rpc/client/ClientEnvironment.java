package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.GuardedListener;
import dev.tenstep.rpc.call.StepListener;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The things that all handles of one client share.
 *
 * @param completions where futures of async methods complete; null to complete them where the reply is read
 * @param defaultDeadlineNanos for calls without streams that neither options nor method give one; 0 for none
 * @param maxMessage the longest message that the kernels take, in bytes
 * @param watch of calls that filters may keep; null where there are no filters
 */
public record ClientEnvironment(
        List<StepListener> listeners,
        @Nullable Executor completions,
        long defaultDeadlineNanos,
        AtomicLong callIds,
        int maxMessage,
        @Nullable CallWatch watch) {

    /** Has completions run in any case, and listeners disturb nobody. */
    public ClientEnvironment {
        listeners = GuardedListener.guarding(listeners);
        completions = completions == null ? null : Completions.on(completions);
    }

    /** Makes one without filters, whose messages may have any length. */
    public ClientEnvironment(
            List<StepListener> listeners,
            @Nullable Executor completions,
            long defaultDeadlineNanos,
            AtomicLong callIds) {
        this(listeners, completions, defaultDeadlineNanos, callIds, Integer.MAX_VALUE, null);
    }
}
