package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractStringAssert;

/** A subscriber that takes all elements, or as many as a test requests, and records the end. */
public final class Taken<T> implements Flow.Subscriber<T> {
    public final List<T> got = new CopyOnWriteArrayList<>();
    /** Completes or fails when the publisher does. */
    public final CompletableFuture<String> ended = new CompletableFuture<>();

    private final AtomicInteger ends = new AtomicInteger();
    private final long first;
    private volatile Flow.Subscription subscription;

    /** Makes a subscriber that requests all elements. */
    public Taken() {
        this(Long.MAX_VALUE);
    }

    /** Makes a subscriber that requests that many at first; 0 for none. */
    public Taken(long first) {
        this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (first > 0) {
            given.request(first);
        }
    }

    @Override
    public void onNext(T element) {
        got.add(element);
    }

    @Override
    public void onError(Throwable thrown) {
        ends.incrementAndGet();
        ended.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        ends.incrementAndGet();
        ended.complete("complete");
    }

    /** Returns the number of ends that were signalled: one, if all is well. */
    public int ends() {
        return ends.get();
    }

    /** Waits for the end, which must be a failure of that code, and returns its text. */
    public AbstractStringAssert<?> failsWith(StatusCode code) {
        Eventually.until("it has ended", ended::isDone);
        Throwable failure = catchThrowable(ended::join).getCause();
        assertThat(failure).isInstanceOf(RpcException.class);
        assertThat(((RpcException) failure).code()).as("code of %s", failure).isEqualTo(code);
        return assertThat(failure.getMessage());
    }

    public Flow.Subscription subscription() {
        Eventually.until("it is subscribed", () -> subscription != null);
        return subscription;
    }
}
