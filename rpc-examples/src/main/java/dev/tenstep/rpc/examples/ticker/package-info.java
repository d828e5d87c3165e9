/**
 * Results that stream: prices as they come, no faster than they are requested, until the last one or until nobody
 * wants more.
 *
 * <pre>{@code
 * try (Watcher watcher = new Watcher(tick -> System.out.println(tick.price()))) {
 *     client.stub(Ticker.class).watch("TEN", 10).subscribe(watcher);
 *     watcher.await();
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.ticker.Ticker}, then {@link dev.tenstep.rpc.examples.ticker.Prices} and
 * {@link dev.tenstep.rpc.examples.ticker.TickerClient}. All of it is meant to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.ticker;

import org.jspecify.annotations.NullMarked;
