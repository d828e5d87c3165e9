package dev.tenstep.rpc.services;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes all elements of a publisher. */
public final class Taken<T> implements Flow.Subscriber<T> {
    private final List<T> elements = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable failure;

    /**
     * Returns the elements so far.
     *
     * @throws AssertionError if the publisher failed
     */
    public List<T> elements() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return List.copyOf(elements);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T element) {
        elements.add(element);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete() {}
}
