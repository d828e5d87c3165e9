package dev.tenstep.rpc.benchmarks.tenstep;

import java.util.concurrent.Flow;
import java.util.function.IntFunction;

/** A publisher of so many elements, in the thread that requests them. */
record Counted<T>(int count, IntFunction<T> make) implements Flow.Publisher<T> {

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private int next;
            private long wanted;
            private boolean publishing;

            @Override
            public synchronized void request(long n) {
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                if (publishing) {
                    return;
                }
                publishing = true;
                for (; wanted > 0 && next < count; wanted--) {
                    subscriber.onNext(make.apply(next++));
                }
                publishing = false;
                if (next == count) {
                    next++;
                    subscriber.onComplete();
                }
            }

            @Override
            public synchronized void cancel() {
                next = count + 1;
            }
        });
    }
}
