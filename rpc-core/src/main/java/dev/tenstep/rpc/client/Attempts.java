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
 * The attempts at one call: made when the first has failed, or before it where a filter, a stream or a hedge asks for that.
 * The first outcome that is an answer is the call's; what comes after it is dropped. An attempt that is null here is the
 * first, made by the call itself.
 *
 * <p>Threads: attempts end in any; guarded by the monitor, never held while a kernel, a filter or a listener runs.
 */
final class Attempts implements ReplyTo {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Retry retry;
    private final OutgoingCall made;
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
     * Makes them of a call.
     *
     * @param made the call at its handle
     * @param call the same, as the filters sent it on
     * @param replyTo who is to have the outcome
     */
    Attempts(Retry retry, OutgoingCall made, Call call, ReplyTo replyTo) {
        this.retry = retry;
        this.made = made;
        this.call = call;
        this.replyTo = replyTo;
        this.firstTimes = made.times();
    }

    /** Makes the first attempt, as an object of its own where the kernel must not take it for the call. */
    void begin(long hedgeNanos) {
        if (hedgeNanos == 0 && call.stream() == null) {
            retry.next().exchange(call, this);
            return;
        }
        Attempt first = new Attempt(this, made, call, 1, List.of(), firstTimes);
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

    /** No answer has come within the delay: another attempt is made beside the first. */
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
        Attempt next = new Attempt(this, made, call, ++begun, before.tried(), null);
        running.add(next);
        return next;
    }

    private void send(Attempt attempt) {
        made.hear(attempt.times());
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

    /** A filter of attempts, which is users' code, may answer with null: that is a failure. */
    private RpcException nothing() {
        return new RpcException(StatusCode.INTERNAL, "a filter answered an attempt at " + call + " with null");
    }

    /** An attempt has a reply, and with it the call. */
    void replied(@Nullable Attempt attempt, Reply reply) {
        if (reply == null) {
            failed(attempt, nothing());
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

    /** An attempt has failed: another follows, another is still under way, or the call has failed. */
    void failed(@Nullable Attempt attempt, RpcException given) {
        RpcException failure = given == null ? nothing() : given;
        Attempt again = null;
        boolean answer;
        RpcException told = failure;
        long delay = Retry.NEVER;
        synchronized (this) {
            if (over || !remove(attempt)) {
                return;
            }
            if (running.isEmpty()) {
                if (retry.mayFollow(made, failure, begun) && (attempt == null || attempt.closeStream())) {
                    delay = retry.delayNanos(made, call, failure, begun);
                }
                answer = delay == Retry.NEVER;
            } else {
                answer = retry.isAnswer(made, failure);
            }
            over = answer;
            mayHaveStarted |= !failure.notStarted() || (answer && !running.isEmpty());
            if (delay != Retry.NEVER) {
                again = next(attempt == null ? made : attempt);
            } else if (mayHaveStarted) {
                told = failure.started();
            }
        }
        if (answer) {
            finish(attempt, failure);
            ClientKernel.deliverFailure(call, replyTo, told);
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

    /** Encodes the parameters, unless a kernel that failed has left what it sent: no accessor is to run in the timer's thread. */
    private void encode() {
        try {
            call.encodeArguments(made.handle.maxMessage());
        } catch (Throwable e) {
            LOG.debug("the parameters of {} cannot be encoded", call, e);
        }
    }

    /** Takes a running attempt out; false if it has ended. The monitor is held. */
    private boolean remove(@Nullable Attempt attempt) {
        if (attempt != null) {
            return running.remove(attempt);
        }
        boolean ran = firstRuns;
        firstRuns = false;
        return ran;
    }

    /** The attempt's outcome becomes the call's: the others are called off, and listeners hear the rest of this one. */
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
            RpcException beaten =
                    new RpcException(StatusCode.CANCELLED, "another attempt at " + call + " was answered");
            others.forEach(other -> other.beat(beaten));
        }
        StepTimes times = times(attempt);
        made.hear(times);
        if (times != null && call.cancelled()) {
            times.end(made, failure);
        }
    }

    /** The call goes on without this attempt. */
    private void attemptEnded(@Nullable Attempt attempt, RpcException failure) {
        StepTimes times = times(attempt);
        if (times != null) {
            if (failure.fromServer()) {
                times.begin(made, Step.RECEIVE_REPLY);
                times.begin(made, Step.DELIVER_RESULT);
            }
            times.end(made, failure);
        }
    }

    private @Nullable StepTimes times(@Nullable Attempt attempt) {
        return attempt == null ? firstTimes : attempt.times();
    }

    /** The caller gave up, or the call has ended: no hedge any more, and listeners hear the end of every attempt. */
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

    /** An attempt's message goes. */
    void departed(Step step, long nanos) {
        made.departed(step, nanos);
    }

    /** An attempt is in that step, and with it the call. */
    void at(Step step) {
        made.at(step);
    }
}
