/**
 * Raw Netty: frames of the same sizes as everyone's messages go out and come back, and nothing is encoded. Three ways
 * of flushing. Internal to the benchmarks.
 *
 * <pre>
 *  0        4        8    9
 * +--------+--------+----+-----------------+
 * | length | call   | op | bytes           |   big-endian; the length counts what follows it
 * +--------+--------+----+-----------------+
 * </pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.floor.Floor}, {@link dev.tenstep.rpc.benchmarks.floor.Outbox}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
