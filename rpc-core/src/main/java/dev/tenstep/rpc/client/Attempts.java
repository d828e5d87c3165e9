package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepTimes;
import dev.tenstep.rpc.cluster.Routed;
import dev.tenstep.rpc.kernel.ClientKernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts at one call. Made when the first attempt has failed, or before it if a filter, a stream or a hedge needs
 * that. The first outcome that counts as an answer is the call's; later ones are dropped. A null attempt stands for the
 * first, made by the call itself.
 *
 * <p>Threads: attempts end in any; guarded by the monitor, never held while a kernel, a filter or a listener runs.
 */
final class Attempts implements ReplyTo {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Retry retry;
    private final OutgoingCall original;
    private final Call call;
    private final ReplyTo replyTo;
    private final @Nullable StepTimes firstTimes;
    private final List<Attempt> running = new ArrayList<>(1);
    private boolean firstRuns = true;
    private int begun = 1;
    private boolean mayHaveStarted;
    private boolean over;
    private @Nullable Runnable cancelHedge;

    /**
     * Makes the attempts at a call.
     *
     * @param original the call at its handle
     * @param call the same, as the filters sent it on
     * @param replyTo the receiver of the outcome
     */
    Attempts(Retry retry, OutgoingCall original, Call call, ReplyTo replyTo) {
        this.retry = retry;
        this.original = original;
        this.call = call;
        this.replyTo = replyTo;
        this.firstTimes = original.times();
    }

    /** Makes the first attempt, as a separate object if the kernel must not take it for the call. */
    void begin(long hedgeNanos) {
        if (hedgeNanos == 0 && call.stream() == null) {
            retry.next().exchange(call, this);
            return;
        }
        Attempt first = new Attempt(this, original, call, 1, List.of(), firstTimes);
        synchronized (this) {
            firstRuns = false;
            running.add(first);
        }
        if (hedgeNanos != 0) {
            encode();
            call.cancellation().onCancel(this::callEnded);
            Runnable cancel = retry.timer().after(hedgeNanos, this::hedge);
            synchronized (this) {
                cancelHedge = cancel;
            }
        }
        retry.next().exchange(first, first);
    }

    /** Makes another attempt beside the first, since no answer has come within the delay. */
    private void hedge() {
        Attempt second;
        synchronized (this) {
            if (over || begun > 1 || !retry.allowsHedge(call)) {
                return;
            }
            second = next(running.get(0));
        }
        send(second);
    }

    /** Makes the next attempt. The monitor is held. */
    private Attempt next(Routed before) {
        Attempt next = new Attempt(this, original, call, ++begun, before.tried(), null);
        running.add(next);
        return next;
    }

    private void send(Attempt attempt) {
        original.useTimes(attempt.times());
        if (call.cancelled() || retry.closed()) {
            attempt.fail(RpcException.notStarted(StatusCode.CANCELLED, "nobody waits for " + call + " any more", null));
            return;
        }
        attempt.begin(Step.CALL_CLIENT_HANDLE);
        attempt.begin(Step.HAND_TO_CLIENT_KERNEL);
        ClientKernel.send(retry.next(), attempt, attempt);
    }

    @Override
    public void reply(Reply reply) {
        replied(null, reply);
    }

    @Override
    public void fail(RpcException failure) {
        failed(null, failure);
    }

    /** The failure for a filter, which is user code, that answered an attempt with null. */
    private RpcException nullAnswer() {
        return new RpcException(StatusCode.INTERNAL, "a filter answered an attempt at " + call + " with null");
    }

    /** Handles an attempt's reply, which is the call's. */
    void replied(@Nullable Attempt attempt, Reply reply) {
        if (reply == null) {
            failed(attempt, nullAnswer());
            return;
        }
        synchronized (this) {
            if (over || !remove(attempt)) {
                return;
            }
            over = true;
        }
        finish(attempt, null);
        ClientKernel.deliver(call, replyTo, reply);
    }

    /** Handles an attempt's failure: another attempt follows, one is still under way, or the call has failed. */
    void failed(@Nullable Attempt attempt, RpcException given) {
        RpcException failure = given == null ? nullAnswer() : given;
        Attempt again = null;
        boolean answer;
        RpcException reported = failure;
        long delay = Retry.NEVER;
        synchronized (this) {
            if (over || !remove(attempt)) {
                return;
            }
            if (running.isEmpty()) {
                if (retry.mayFollow(original, failure, begun) && (attempt == null || attempt.closeStream())) {
                    delay = retry.delayNanos(original, call, failure, begun);
                }
                answer = delay == Retry.NEVER;
            } else {
                answer = retry.isAnswer(original, failure);
            }
            over = answer;
            mayHaveStarted |= !failure.notStarted() || (answer && !running.isEmpty());
            if (delay != Retry.NEVER) {
                again = next(attempt == null ? original : attempt);
            } else if (mayHaveStarted) {
                reported = failure.started();
            }
        }
        if (answer) {
            finish(attempt, failure);
            ClientKernel.deliverFailure(call, replyTo, reported);
            return;
        }
        attemptEnded(attempt, failure);
        if (again != null) {
            encode();
            Attempt next = again;
            if (delay == 0) {
                send(next);
            } else {
                retry.timer().after(delay, () -> send(next));
            }
        }
    }

    /** Encodes the parameters, unless a failed kernel left what it sent: no accessor may run in the timer's thread. */
    private void encode() {
        try {
            call.encodeArguments(original.handle.maxMessage());
        } catch (Throwable e) {
            LOG.debug("the parameters of {} cannot be encoded", call, e);
        }
    }

    /** Removes a running attempt; false if it has ended. The monitor is held. */
    private boolean remove(@Nullable Attempt attempt) {
        if (attempt != null) {
            return running.remove(attempt);
        }
        boolean ran = firstRuns;
        firstRuns = false;
        return ran;
    }

    /** Makes the attempt's outcome the call's: the others are cancelled, and listeners hear the rest of this one. */
    private void finish(@Nullable Attempt attempt, @Nullable RpcException failure) {
        List<Attempt> others;
        Runnable cancel;
        synchronized (this) {
            others = List.copyOf(running);
            running.clear();
            cancel = cancelHedge;
        }
        if (cancel != null) {
            cancel.run();
        }
        if (!others.isEmpty()) {
            RpcException superseded =
                    new RpcException(StatusCode.CANCELLED, "another attempt at " + call + " was answered");
            others.forEach(other -> other.supersede(superseded));
        }
        StepTimes times = times(attempt);
        original.useTimes(times);
        if (times != null && call.cancelled()) {
            times.end(original, failure);
        }
    }

    /** Ends this attempt while the call goes on. */
    private void attemptEnded(@Nullable Attempt attempt, RpcException failure) {
        StepTimes times = times(attempt);
        if (times != null) {
            if (failure.fromServer()) {
                times.begin(original, Step.RECEIVE_REPLY);
                times.begin(original, Step.DELIVER_RESULT);
            }
            times.end(original, failure);
        }
    }

    private @Nullable StepTimes times(@Nullable Attempt attempt) {
        return attempt == null ? firstTimes : attempt.times();
    }

    /**
     * Stops everything because the caller gave up or the call has ended: no further hedge, and listeners hear the end
     * of every attempt.
     */
    private void callEnded(RpcException why) {
        List<Attempt> open;
        Runnable cancel;
        synchronized (this) {
            open = List.copyOf(running);
            cancel = cancelHedge;
        }
        if (cancel != null) {
            cancel.run();
        }
        open.forEach(attempt -> attemptEnded(attempt, why.relayed()));
    }

    /** Notes that an attempt's message was sent. */
    void departed(Step step, long nanos) {
        original.departed(step, nanos);
    }

    /** Notes the step of an attempt, which is the call's step as well. */
    void at(Step step) {
        original.at(step);
    }
}
