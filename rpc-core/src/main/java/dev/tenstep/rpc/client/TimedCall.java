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
 * What a call at its client knows of steps and time: in which step it is, who hears of steps, and what to say when its deadline
 * passes.
 *
 * <p>Threads: the steps are noted by one thread at a time; who finds the deadline passed may see the step before.
 */
abstract class TimedCall extends CompletableFuture<Object> implements Call {
    private final MethodBinding binding;
    /** The client's half of the method, whose options and listeners it has. */
    final ClientHandle handle;

    private final long deadlineNanos;
    private volatile @Nullable StepTimes times;
    /**
     * How much time was left when the message went, by {@link Overdue#units}; 0 until then. Negative where another call's
     * deadline may hold, so that nobody knows how much there was: -1 until then.
     */
    private int leftAtDeparture;
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

    /** It is made while another call is served. */
    final void mayInheritItsDeadline() {
        leftAtDeparture = -1;
    }

    @Override
    public MethodBinding binding() {
        return binding;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Has listeners hear the steps as those of another attempt. */
    void hear(@Nullable StepTimes attempt) {
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

    /** Notes when the message goes. */
    final void departed(Step next, long nanos) {
        if (next == Step.TRAVEL_TO_SERVER && deadlineNanos != 0) {
            int left = Overdue.units(deadlineNanos - nanos);
            leftAtDeparture = leftAtDeparture < 0 ? -left : left;
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

    /** What the caller is told when the deadline passes. */
    final RpcException deadlineExceeded(@Nullable RpcException failure) {
        return Overdue.in(Step.values()[step], this, durations(), failure);
    }

    private String durations() {
        StepTimes heard = times;
        if (heard != null) {
            return heard.durations();
        }
        int left = leftAtDeparture;
        return left == 0 || left == -1
                ? ""
                : Overdue.durations(Math.abs(left), deadlineNanos, left < 0 ? 0 : handle.budgetNanos(binding.method()));
    }

    /** The failure as it is, or where the deadline passed here, with the step that the call was in. */
    final RpcException withStep(RpcException failure) {
        boolean late = failure.code() == StatusCode.DEADLINE_EXCEEDED && !failure.fromServer();
        return late ? deadlineExceeded(failure) : failure;
    }
}
