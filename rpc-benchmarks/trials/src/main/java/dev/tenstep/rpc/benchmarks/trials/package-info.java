/**
 * The promises about memory, overload, restarts and faults, put on trial at full size. The commands take minutes and
 * say whether each promise held. Tests run the same at a small size.
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
