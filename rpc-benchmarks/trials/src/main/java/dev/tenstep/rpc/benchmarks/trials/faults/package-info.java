/**
 * Faults under load: connections that are cut, delayed, sliced and left half-open, a stopped server, a peer that does
 * not read, and exhausted descriptors. No call may be lost, run twice or get another's reply.
 *
 * <pre>
 * java -jar rpc-benchmarks/target/rpc-trials.jar faults
 * </pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.trials.faults.FaultsTrial}, the command, and {@code FaultRun}, which
 * lists what is done in order.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.trials.faults;

import org.jspecify.annotations.NullMarked;
