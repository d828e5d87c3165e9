/**
 * JMH benchmarks within one process: the serializers beside codecs written by hand and other libraries, and whole calls
 * without a network. They use the data, the interface and the stubs of the comparison, and an order. Internal to the
 * benchmarks.
 *
 * <pre>{@code
 * java -jar rpc-benchmarks/target/rpc-benchmarks-jmh.jar SerializerBenchmark -prof gc
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.jmh.SerializerBenchmark}, its {@link
 * dev.tenstep.rpc.benchmarks.jmh.Format}s, {@link dev.tenstep.rpc.benchmarks.jmh.InprocBenchmark}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
