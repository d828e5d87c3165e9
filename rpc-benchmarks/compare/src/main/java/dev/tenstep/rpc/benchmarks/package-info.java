/**
 * The program that compares Tenstep with its peers and with the raw network. It contains only the driver: each
 * contender runs in processes of its own, on a class path of its own.
 *
 * <pre>{@code
 * java -jar rpc-benchmarks/target/rpc-benchmarks.jar compare --quick
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.Comparison}, {@link dev.tenstep.rpc.benchmarks.Entry}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks;

import org.jspecify.annotations.NullMarked;
