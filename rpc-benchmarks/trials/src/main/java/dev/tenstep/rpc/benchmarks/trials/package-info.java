/**
 * What is promised of memory, overload, restarts and faults, tried at full size: commands that take minutes and say whether it held.
 * Tests run the same at a small size.
 *
 * <pre>
 * java -jar rpc-benchmarks/target/rpc-trials.jar backpressure
 * </pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.trials.Trials}, and one class for each trial.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.trials;

import org.jspecify.annotations.NullMarked;
