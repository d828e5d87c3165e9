package dev.tenstep.rpc.filter;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a line for each call when it has ended, at level debug; costs nothing if the level is off:
 *
 * <pre>
 * Users.find OK in 1834 us
 * Users.watch CANCELLED in 60002113 us after 512 results
 * </pre>
 */
public final class CallLog implements Filter {
    private final Logger log;
    private final boolean server;

    private CallLog(String name, boolean server) {
        log = LoggerFactory.getLogger(name);
        this.server = server;
    }

    /** The filter for a client; logs as {@code dev.tenstep.rpc.client.calls}. */
    public static Filter client() {
        return new CallLog("dev.tenstep.rpc.client.calls", false);
    }

    /** The filter for a server; logs as {@code dev.tenstep.rpc.server.calls}. */
    public static Filter server() {
        return new CallLog("dev.tenstep.rpc.server.calls", true);
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo, Exchange next) {
        if (!log.isDebugEnabled()) {
            next.exchange(call, replyTo);
            return;
        }
        Line line = new Line(call);
        if (server) {
            // A call that is given up is answered past the filters.
            call.cancellation().onCancel(line::write);
        }
        next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                Flow.Publisher<?> results = reply.results();
                if (results == null) {
                    line.write(null);
                    replyTo.reply(reply);
                } else {
                    replyTo.reply(reply.withResults(line.counted(results)));
                }
            }

            @Override
            public void fail(RpcException failure) {
                line.write(failure);
                replyTo.fail(failure);
            }
        });
    }

    /** The line of one call. */
    private final class Line {
        private final Call call;
        private final long began = System.nanoTime();
        private final AtomicLong results = new AtomicLong(-1);
        private final AtomicBoolean written = new AtomicBoolean();

        Line(Call call) {
            this.call = call;
        }

        void write(@Nullable Throwable failure) {
            if (written.compareAndSet(false, true)) {
                String outcome = failure == null
                        ? "OK"
                        : failure instanceof RpcException e ? e.code().name() : "failed";
                long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
                long count = results.get();
                log.debug(
                        "{} {} in {} us{}",
                        call.method().displayName(),
                        outcome,
                        micros,
                        count < 0 ? "" : " after " + count + " results");
            }
        }

        <T> Flow.Publisher<T> counted(Flow.Publisher<T> publisher) {
            results.set(0);
            return subscriber -> publisher.subscribe(new Counter<T>(subscriber, this));
        }
    }

    /** Passes results on and counts them. */
    private record Counter<T>(Flow.Subscriber<? super T> to, Line line) implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    subscription.request(n);
                }

                @Override
                public void cancel() {
                    line.write(new RpcException(StatusCode.CANCELLED, "cancelled"));
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(T result) {
            line.results.incrementAndGet();
            to.onNext(result);
        }

        @Override
        public void onError(Throwable failure) {
            line.write(failure);
            to.onError(failure);
        }

        @Override
        public void onComplete() {
            line.write(null);
            to.onComplete();
        }
    }
}
