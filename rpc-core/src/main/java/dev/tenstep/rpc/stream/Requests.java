package dev.tenstep.rpc.stream;

import java.util.concurrent.Flow;

/** What all publishers here do alike with what their subscribers ask for. */
public final class Requests {
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private Requests() {}

    /** What is asked for together; from {@link Long#MAX_VALUE} on without end. */
    public static long plus(long before, long more) {
        return before + more < 0 ? Long.MAX_VALUE : before + more;
    }

    /** What is wrong with asking for nothing or less. */
    public static IllegalArgumentException illegal(long n) {
        return new IllegalArgumentException("request: " + n + " (expected: more than 0, Reactive Streams 3.9)");
    }

    /** Tells a subscriber that it gets nothing, and why. */
    public static void refuse(Flow.Subscriber<?> subscriber, Throwable why) {
        subscriber.onSubscribe(NONE);
        subscriber.onError(why);
    }
}
