package dev.tenstep.rpc.testkit;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A publisher of so many elements, which publishes in the thread that requests them, to one subscriber at a time, and
 * counts them.
 */
public final class Counted<T> implements Flow.Publisher<T> {
    private final int count;
    private final IntFunction<T> element;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    /** Makes one of so many elements, each built from its number, from 0 on. */
    public Counted(int count, IntFunction<T> element) {
        this.count = count;
        this.element = element;
    }

    /** Returns the number of elements made so far. */
    public int made() {
        return made.get();
    }

    /** Returns the number of cancellations. */
    public int cancelled() {
        return cancelled.get();
    }

    /** Counts a cancellation. */
    public void cancel() {
        cancelled.incrementAndGet();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Publishing(subscriber));
    }

    private final class Publishing implements Flow.Subscription {
        private final Flow.Subscriber<? super T> subscriber;
        private int next;
        private long wanted;
        private boolean publishing;
        private boolean over;

        Publishing(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void request(long n) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
            if (publishing) {
                return;
            }
            publishing = true;
            for (; wanted > 0 && next < count && !over; wanted--) {
                made.incrementAndGet();
                subscriber.onNext(element.apply(next++));
            }
            publishing = false;
            if (next == count && !over) {
                over = true;
                subscriber.onComplete();
            }
        }

        @Override
        public synchronized void cancel() {
            over = true;
            Counted.this.cancel();
        }
    }
}
