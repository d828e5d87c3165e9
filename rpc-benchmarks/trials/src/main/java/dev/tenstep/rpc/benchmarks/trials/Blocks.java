package dev.tenstep.rpc.benchmarks.trials;

import java.util.concurrent.Flow;

/** Publishes blocks in the thread that requests them. */
record Blocks(int count, int size) implements Flow.Publisher<byte[]> {

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private int next;
            private long wanted;
            private boolean publishing;
            private boolean over;

            @Override
            public synchronized void request(long n) {
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                if (publishing || over) {
                    return;
                }
                publishing = true;
                for (; wanted > 0 && next < count && !over; wanted--) {
                    subscriber.onNext(Firehose.block(next++, size));
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
            }
        });
    }
}
