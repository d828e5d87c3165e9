package dev.tenstep.rpc.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Receives all elements, some at a time. */
final class Collector<T> implements Flow.Subscriber<T> {
    final List<T> got = new java.util.concurrent.CopyOnWriteArrayList<>();
    final CompletableFuture<List<T>> all = new CompletableFuture<>();
    private final int atATime;
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();

    /** Makes one that requests so many elements at a time; with 0, only when it is told to. */
    Collector(int atATime) {
        this.atATime = atATime;
    }

    Flow.Subscription subscription() {
        Eventually.until("it is subscribed", () -> subscription.get() != null);
        return subscription.get();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.set(given);
        if (atATime > 0) {
            given.request(atATime);
        }
    }

    @Override
    public void onNext(T element) {
        got.add(element);
        if (atATime > 0 && got.size() % atATime == 0) {
            subscription.get().request(atATime);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        all.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        all.complete(got);
    }

    List<T> await() throws Exception {
        return all.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    Throwable failure() {
        Eventually.until("it has failed", all::isCompletedExceptionally);
        return org.assertj.core.api.Assertions.catchThrowable(all::join).getCause();
    }
}
