package dev.tenstep.rpc.examples.ticker;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes prices up, always the same ones for a symbol. No thread waits for the next price: each is made when it is
 * due, if the subscriber has requested it.
 */
public final class Prices implements Ticker {
    private static final int FIRST_CENTS = 10_000;
    private static final int STEP_CENTS = 50;

    private final Executor clock;

    /** Makes one that produces a price after each interval. */
    public Prices(Duration interval) {
        clock = CompletableFuture.delayedExecutor(interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Flow.Publisher<Tick> watch(String symbol, int count) {
        if (count < 1) {
            throw new RpcException(StatusCode.INVALID_ARGUMENT, "count: " + count + " (expected: 1 or more)");
        }
        return subscriber -> {
            Watch watch = new Watch(symbol, count, subscriber);
            subscriber.onSubscribe(watch);
            clock.execute(watch);
        };
    }

    /** One subscriber's prices. The monitor guards its state, and is not held while the subscriber is called. */
    private final class Watch implements Flow.Subscription, Runnable {
        private final String symbol;
        private final int count;
        private final Flow.Subscriber<? super Tick> subscriber;
        private final Random moves;
        private int cents = FIRST_CENTS;
        private int number;
        private long wanted;
        private boolean cancelled;

        Watch(String symbol, int count, Flow.Subscriber<? super Tick> subscriber) {
            this.symbol = symbol;
            this.count = count;
            this.subscriber = subscriber;
            this.moves = new Random(symbol.hashCode());
        }

        @Override
        public synchronized void request(long n) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
        }

        private synchronized boolean cancelled() {
            return cancelled;
        }

        private synchronized @Nullable Tick next() {
            if (cancelled || wanted == 0) {
                return null;
            }
            wanted--;
            cents += moves.nextInt(2 * STEP_CENTS + 1) - STEP_CENTS;
            return new Tick(symbol, ++number, BigDecimal.valueOf(cents, 2));
        }

        @Override
        public void run() {
            Tick tick = next();
            if (tick != null) {
                subscriber.onNext(tick);
            }
            if (tick != null && tick.number() == count) {
                subscriber.onComplete();
            } else if (!cancelled()) {
                clock.execute(this);
            }
        }
    }
}
