package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.stream.Demand;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The caller's stream as one attempt sees it. The first to use it decides: a subscriber, and then the call is never tried
 * again; or the next attempt, and then a kernel that comes late finds it closed. Safe for use by many threads.
 */
final class AttemptStream implements Flow.Publisher<Object> {
    private final Flow.Publisher<?> source;
    private final AtomicBoolean used = new AtomicBoolean();

    AttemptStream(Flow.Publisher<?> source) {
        this.source = source;
    }

    /** Closes it for the next attempt's sake; false if it has been subscribed to. */
    boolean close() {
        return used.compareAndSet(false, true);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        if (used.compareAndSet(false, true)) {
            source.subscribe(subscriber);
        } else {
            Demand.refuse(
                    subscriber,
                    new RpcException(
                            StatusCode.CANCELLED,
                            "the attempt is over, or another subscriber came before (expected: one)"));
        }
    }
}
