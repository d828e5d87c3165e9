/**
 * JMH benchmarks within one process: the serializers alone, and whole calls without a network. They use the data, the
 * interface and the stubs of the comparison. Internal to the benchmarks.
 *
 * <pre>{@code
 * java -jar rpc-benchmarks/target/rpc-benchmarks-jmh.jar SerializerBenchmark -prof gc
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.jmh.SerializerBenchmark}, {@link
 * dev.tenstep.rpc.benchmarks.jmh.InprocBenchmark}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
