package dev.tenstep.rpc.examples.ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.examples.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TickerTest {
    private static final Prices PRICES = new Prices(Duration.ofMillis(1));
    private static final int SECONDS = 10;

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void asManyPricesComeAsAreRequested(Setting setting) throws Exception {
        setting.run(Ticker.class, PRICES, ticker -> {
            assertThat(watch(ticker, 3))
                    .containsExactly(
                            new Tick("TEN", 1, new BigDecimal("100.09")),
                            new Tick("TEN", 2, new BigDecimal("99.96")),
                            new Tick("TEN", 3, new BigDecimal("100.27")));
            assertThat(watch(ticker, 300)).hasSize(300);
        });
    }

    private static List<Tick> watch(Ticker ticker, int count) {
        List<Tick> ticks = new CopyOnWriteArrayList<>();
        try (Watcher watcher = new Watcher(ticks::add)) {
            ticker.watch("TEN", count).subscribe(watcher);
            watcher.await();
        }
        return ticks;
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void cancellationEndsThePricesOnTheServer(Setting setting) throws Exception {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        Ticker observed = (symbol, count) -> subscriber ->
                PRICES.watch(symbol, count).subscribe(new Forwarding(subscriber, () -> cancelled.complete(symbol)));
        setting.run(Ticker.class, observed, ticker -> {
            CompletableFuture<Tick> third = new CompletableFuture<>();
            Watcher watcher = new Watcher(tick -> {
                if (tick.number() == 3) {
                    third.complete(tick);
                }
            });
            ticker.watch("TEN", Integer.MAX_VALUE).subscribe(watcher);
            third.get(SECONDS, TimeUnit.SECONDS);
            watcher.close();
            watcher.await();
            assertThat(cancelled.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("TEN");
        });
    }

    @ParameterizedTest
    @MethodSource("dev.tenstep.rpc.examples.Setting#all")
    void noPricesAtAllAreRefused(Setting setting) throws Exception {
        setting.run(Ticker.class, PRICES, ticker -> assertThatThrownBy(() -> watch(ticker, 0))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT))
                .hasMessage("count: 0 (expected: 1 or more)"));
    }

    /** Passes everything on, and notices a cancellation. */
    private record Forwarding(Flow.Subscriber<? super Tick> to, Runnable cancelled) implements Flow.Subscriber<Tick> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    subscription.request(n);
                }

                @Override
                public void cancel() {
                    subscription.cancel();
                    cancelled.run();
                }
            });
        }

        @Override
        public void onNext(Tick tick) {
            to.onNext(tick);
        }

        @Override
        public void onError(Throwable thrown) {
            to.onError(thrown);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }
}
