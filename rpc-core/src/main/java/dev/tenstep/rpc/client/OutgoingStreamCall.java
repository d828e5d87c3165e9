package dev.tenstep.rpc.client;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.EncodedArguments;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.stream.Requests;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that carries a stream, on its client. If results stream, it is the subscriber's subscription and stands
 * between the subscriber and the kernel's publisher, which comes with the reply. The call ends when the results do.
 *
 * <p>Threads: as {@link OutgoingCall}; the kernel's publisher signals one at a time; demand that precedes the reply is
 * guarded by the call's monitor.
 */
final class OutgoingStreamCall extends OutgoingCall implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingStreamCall.class);

    private final Flow.@Nullable Publisher<?> stream;
    private final Flow.@Nullable Subscriber<? super Object> subscriber;
    private Flow.@Nullable Subscription results;
    private long wanted;
    private boolean subscriberCancelled;
    private boolean givenUp;

    /**
     * Makes a call.
     *
     * @param stream the parameter that is a stream; null if there is none
     * @param subscriber the subscriber to streamed results; null if there is one result
     */
    OutgoingStreamCall(
            MethodBinding binding,
            ClientHandle handle,
            EncodedArguments arguments,
            long deadlineNanos,
            Flow.@Nullable Publisher<?> stream,
            Flow.@Nullable Subscriber<? super Object> subscriber) {
        super(binding, handle, arguments, deadlineNanos);
        this.stream = stream;
        this.subscriber = subscriber;
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return stream;
    }

    @Override
    public Executor signals() {
        Executor completions = super.signals();
        return completions == IN_PLACE
                ? completions
                : signals -> completions.execute(new Delivery.Signals(this, signals));
    }

    @Override
    public void reply(Reply reply) {
        retryWith(null);
        Flow.Publisher<?> published = reply.results();
        if (subscriber == null || published == null) {
            super.reply(reply);
        } else {
            published.subscribe(new Results(subscriber));
        }
    }

    /**
     * The kernel's results on their way to the subscriber: steps 9 and 10 begin with the first and the last of them.
     */
    private final class Results implements Flow.Subscriber<Object> {
        private final Flow.Subscriber<? super Object> to;
        private boolean begun;

        Results(Flow.Subscriber<? super Object> to) {
            this.to = to;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            arrived(requireNonNull(subscription, "subscription"));
        }

        private void receive() {
            if (!begun) {
                begun = true;
                begin(Step.RECEIVE_REPLY);
            }
        }

        @Override
        public void onNext(Object element) {
            receive();
            if (!cancelled()) {
                try {
                    to.onNext(element);
                } catch (Throwable e) {
                    // It must not (2.13), and gets nothing more.
                    Thrown.log(LOG, "a subscriber to the results of " + OutgoingStreamCall.this + " failed", e);
                    cancel();
                }
            }
        }

        @Override
        public void onError(Throwable wrapped) {
            if (claim()) {
                Throwable thrown = Thrown.peel(wrapped);
                if (thrown instanceof RpcException said) {
                    if (said.fromServer()) {
                        receive();
                        begin(Step.DELIVER_RESULT);
                    }
                    failWith(withStep(said));
                } else {
                    failHere(thrown);
                }
            }
        }

        @Override
        public void onComplete() {
            if (claim()) {
                receive();
                begin(Step.DELIVER_RESULT);
                succeed(null);
                signal(to::onComplete);
            }
        }
    }

    /** Lets results that have begun end in order: the kernel is told, and makes them fail. */
    @Override
    void giveUpFor(RpcException why) {
        boolean begun;
        synchronized (this) {
            begun = results != null;
            givenUp |= !begun;
        }
        if (subscriber != null && begun) {
            cancellationSignal(why);
        } else {
            super.giveUpFor(why);
        }
    }

    private void failHere(Throwable thrown) {
        super.failWith(new RpcException(StatusCode.INTERNAL, this + " failed: " + Thrown.text(thrown), thrown));
        tell(thrown);
    }

    @Override
    void failWith(RpcException failure) {
        super.failWith(failure);
        tell(outcome(failure));
    }

    private void tell(Throwable outcome) {
        boolean listens;
        synchronized (this) {
            listens = !subscriberCancelled;
        }
        if (subscriber != null && listens) {
            signal(() -> subscriber.onError(outcome));
        }
    }

    /** Gives the subscriber its last signal, which must not throw (2.13); if it does, the call is unaffected. */
    private void signal(Runnable last) {
        try {
            last.run();
        } catch (Throwable e) {
            Thrown.log(LOG, "a subscriber to the results of " + this + " failed on their end", e);
        }
    }

    private void arrived(Flow.Subscription subscription) {
        long now;
        boolean late;
        synchronized (this) {
            results = subscription;
            now = wanted;
            wanted = 0;
            late = givenUp;
        }
        if (late || cancelled()) {
            subscription.cancel();
        } else if (now != 0) {
            subscription.request(now);
        }
    }

    @Override
    public void request(long n) {
        Flow.Subscription to;
        synchronized (this) {
            to = results;
            if (to == null && n > 0) {
                wanted = Requests.plus(wanted, n);
            }
        }
        if (to != null) {
            to.request(n);
        } else if (n <= 0 && claim()) {
            failHere(Requests.illegal(n));
            cancellationSignal(new RpcException(StatusCode.CANCELLED, this + " was asked for no elements"));
        }
    }

    @Override
    public void cancel() {
        Flow.Subscription to;
        synchronized (this) {
            subscriberCancelled = true;
            to = results;
        }
        if (cancel(true) && to != null) {
            to.cancel();
        }
    }
}
