/**
 * An order, the message that has everything that the comparison's messages lack: nested records, maps, enums, java.time,
 * text in several scripts, and a blob of 64 KB. Internal to the benchmarks.
 *
 * <pre>{@code
 * Order order = OrderSamples.order(3);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.jmh.orders.Order}, {@link
 * dev.tenstep.rpc.benchmarks.jmh.orders.OrderSamples}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.jmh.orders;

import org.jspecify.annotations.NullMarked;
