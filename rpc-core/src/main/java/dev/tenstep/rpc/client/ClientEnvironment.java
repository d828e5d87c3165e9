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
 * @param completions the executor that completes futures of async methods; null to complete them where the reply is
 *     read
 * @param defaultDeadlineNanos for calls without streams whose options and method set none; 0 for none
 * @param maxMessage the longest message that the kernels accept, in bytes
 * @param watch over calls that filters may keep; null if there are no filters
 */
public record ClientEnvironment(
        List<StepListener> listeners,
        @Nullable Executor completions,
        long defaultDeadlineNanos,
        AtomicLong callIds,
        int maxMessage,
        @Nullable CallWatch watch) {

    /** Wraps the completions so that they always run, and the listeners so that they disturb nobody. */
    public ClientEnvironment {
        listeners = GuardedListener.guarding(listeners);
        completions = completions == null ? null : Completions.on(completions);
    }

    /** Makes an environment without filters, for messages of any length. */
    public ClientEnvironment(
            List<StepListener> listeners,
            @Nullable Executor completions,
            long defaultDeadlineNanos,
            AtomicLong callIds) {
        this(listeners, completions, defaultDeadlineNanos, callIds, Integer.MAX_VALUE, null);
    }
}
