package dev.tenstep.rpc.stream;

import java.util.concurrent.Flow;

/** The demand arithmetic and the refusals that all publishers here share. */
public final class Requests {
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private Requests() {}

    /** The sum of two demands; {@link Long#MAX_VALUE} and above means unbounded. */
    public static long plus(long before, long more) {
        return before + more < 0 ? Long.MAX_VALUE : before + more;
    }

    /** The exception for a demand of zero or less. */
    public static IllegalArgumentException illegal(long n) {
        return new IllegalArgumentException("request: " + n + " (expected: more than 0, Reactive Streams 3.9)");
    }

    /** Refuses a subscriber, with the reason. */
    public static void refuse(Flow.Subscriber<?> subscriber, Throwable why) {
        subscriber.onSubscribe(NONE);
        subscriber.onError(why);
    }
}
