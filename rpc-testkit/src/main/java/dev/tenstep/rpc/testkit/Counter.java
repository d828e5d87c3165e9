package dev.tenstep.rpc.testkit;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes numbers in the thread that asks for them, one subscription at a time. */
record Counter(int first, int count, AtomicInteger made) implements Flow.Publisher<Integer> {
    @Override
    public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private int next = first;
            private long wanted;
            private boolean publishing;

            @Override
            public synchronized void request(long n) {
                wanted += n;
                if (publishing) {
                    return;
                }
                publishing = true;
                for (; wanted > 0 && next < first + count; wanted--) {
                    made.incrementAndGet();
                    subscriber.onNext(next++);
                }
                publishing = false;
                if (next == first + count) {
                    next++;
                    subscriber.onComplete();
                }
            }

            @Override
            public synchronized void cancel() {
                next = Integer.MAX_VALUE;
            }
        });
    }
}
