package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Cancellation;
import dev.tenstep.rpc.call.ForwardedCall;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepTimes;
import dev.tenstep.rpc.cluster.Routed;
import dev.tenstep.rpc.cluster.Subchannel;
import dev.tenstep.rpc.stream.Requests;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of several attempts at a call, as the kernel sees it: the call with a number, a cancellation and steps of its
 * own.
 *
 * <p>Threads: as {@link Call}; {@link #cancellation} is guarded by the monitor, the rest is volatile or belongs to the
 * sender.
 */
final class Attempt extends ForwardedCall implements ReplyTo, Routed {
    private final Attempts attempts;
    private final int number;
    private final @Nullable CallersStream stream;
    private final @Nullable StepTimes times;
    private volatile boolean superseded;
    private final List<Subchannel> before;
    private volatile @Nullable Subchannel subchannel;
    private @Nullable Cancellation cancellation;

    /**
     * Makes an attempt.
     *
     * @param before the subchannels that earlier attempts used
     * @param times null for steps of its own, if somebody listens
     */
    Attempt(
            Attempts attempts,
            OutgoingCall original,
            Call call,
            int number,
            List<Subchannel> before,
            @Nullable StepTimes times) {
        super(call);
        this.attempts = attempts;
        this.number = number;
        this.before = before;
        Flow.Publisher<?> given = call.stream();
        this.stream = given == null ? null : new CallersStream(given);
        this.times = times != null ? times : original.newTimes(this);
    }

    @Nullable
    StepTimes times() {
        return times;
    }

    /** Returns whether another attempt may follow, which rules out a caller's stream that has a subscriber. */
    boolean closeStream() {
        return stream == null || stream.close();
    }

    /** Ends this attempt because another one brought the outcome, or the caller needs none. */
    void supersede(RpcException why) {
        superseded = true;
        if (times != null) {
            times.end(this, why);
        }
        Cancellation signal;
        synchronized (this) {
            signal = cancellation;
        }
        if (signal != null) {
            signal.cancel(why);
        }
    }

    @Override
    public void reply(Reply reply) {
        attempts.replied(this, reply);
    }

    @Override
    public void fail(RpcException failure) {
        attempts.failed(this, failure);
    }

    @Override
    public Cancellation cancellation() {
        Cancellation signal;
        synchronized (this) {
            signal = cancellation;
            if (signal == null) {
                signal = new Cancellation();
                cancellation = signal;
                call().cancellation().onCancel(signal::cancel);
            }
        }
        if (superseded) {
            signal.cancel(new RpcException(StatusCode.CANCELLED, "another attempt at " + this + " was answered"));
        }
        return signal;
    }

    @Override
    public boolean cancelled() {
        return superseded || super.cancelled();
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public void begin(Step step) {
        attempts.at(step);
        if (times != null) {
            times.begin(this, step);
        }
    }

    @Override
    public void begin(Step step, long nanos) {
        attempts.departed(step, nanos);
        begin(step);
    }

    @Override
    public List<Subchannel> tried() {
        Subchannel sentOver = subchannel;
        return sentOver == null
                ? before
                : Stream.concat(before.stream(), Stream.of(sentOver)).toList();
    }

    @Override
    public void sentOver(Subchannel taken) {
        subchannel = taken;
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return stream;
    }

    /**
     * The caller's stream as one attempt sees it. The first to use it decides. If that is a subscriber, the call is
     * never retried. If it is the next attempt, a kernel that subscribes too late finds the stream closed. Safe for use
     * by many threads.
     */
    private static final class CallersStream implements Flow.Publisher<Object> {
        private final Flow.Publisher<?> source;
        private final AtomicBoolean used = new AtomicBoolean();

        CallersStream(Flow.Publisher<?> source) {
            this.source = source;
        }

        /** Closes it in favor of the next attempt; false if it has a subscriber. */
        boolean close() {
            return used.compareAndSet(false, true);
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Object> subscriber) {
            if (used.compareAndSet(false, true)) {
                source.subscribe(subscriber);
            } else {
                Requests.refuse(
                        subscriber,
                        new RpcException(
                                StatusCode.CANCELLED,
                                "the attempt is over, or another subscriber came before (expected: one)"));
            }
        }
    }
}
