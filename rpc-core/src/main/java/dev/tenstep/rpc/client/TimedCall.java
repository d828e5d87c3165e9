package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepTimes;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The steps and the time of a call on its client: the step that it is in, the listeners to its steps, and the failure when its
 * deadline passes.
 *
 * <p>Threads: one thread at a time notes the steps; a thread that finds the deadline passed may see the previous step.
 */
abstract class TimedCall extends CompletableFuture<Object> implements Call {
    private final MethodBinding binding;
    /** The client handle, with its options and listeners. */
    final ClientHandle handle;

    private final long deadlineNanos;
    private volatile @Nullable StepTimes times;
    /** The time at which the message was sent, by {@link System#nanoTime()}; 0 until then. */
    private long departedNanos;

    /** True if the deadline may be another call's, so that the total time is unknown. */
    private boolean mayInheritDeadline;

    /** The ordinal of the step, a byte to keep the object small. */
    private byte step;

    TimedCall(MethodBinding binding, ClientHandle handle, long deadlineNanos) {
        this.binding = binding;
        this.handle = handle;
        this.deadlineNanos = deadlineNanos;
        StepTimes observed = handle.newTimes(null);
        if (observed != null) {
            // A volatile write, of null too, would cost every call a fence.
            this.times = observed;
        }
    }

    /** Notes that it is made while another call is served, and may have that call's deadline. */
    final void mayInheritItsDeadline() {
        mayInheritDeadline = true;
    }

    @Override
    public MethodBinding binding() {
        return binding;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Reports the steps to listeners as those of another attempt. */
    void useTimes(@Nullable StepTimes attempt) {
        times = attempt;
    }

    @Nullable
    StepTimes times() {
        return times;
    }

    @Override
    public void begin(Step next) {
        at(next);
        StepTimes heard = times;
        if (heard != null) {
            heard.begin(this, next);
        }
    }

    @Override
    public void begin(Step next, long nanos) {
        departed(next, nanos);
        begin(next);
    }

    /** Notes the time at which the message is sent. */
    final void departed(Step next, long nanos) {
        if (next == Step.TRAVEL_TO_SERVER) {
            departedNanos = nanos;
        }
    }

    /** Notes the step without telling listeners. */
    final void at(Step next) {
        step = (byte) next.ordinal();
    }

    final void ended(@Nullable Throwable failure) {
        StepTimes heard = times;
        if (heard != null) {
            heard.end(this, failure);
        }
    }

    /** Builds the failure for the caller when the deadline passes. */
    final RpcException deadlineExceeded(@Nullable RpcException failure) {
        return DeadlineText.failure(Step.values()[step], this, durations(), failure);
    }

    private String durations() {
        StepTimes heard = times;
        if (heard != null) {
            return heard.durations();
        }
        if (departedNanos == 0) {
            return "";
        }
        long budgetNanos = mayInheritDeadline ? 0 : handle.budgetNanos(binding.method());
        return DeadlineText.durations(departedNanos, deadlineNanos, budgetNanos);
    }

    /** The failure unchanged, or, if the deadline passed here, with the step that the call was in. */
    final RpcException withStep(RpcException failure) {
        boolean late = failure.code() == StatusCode.DEADLINE_EXCEEDED && !failure.fromServer();
        return late ? deadlineExceeded(failure) : failure;
    }
}
