/**
 * Peers that speak the native protocol and mean harm, against a server with little memory, while an honest client's
 * calls are measured. None of these may fail or wait for long, and the server must recover fully when the attackers
 * have left.
 *
 * <pre>
 * java -jar rpc-benchmarks/target/rpc-trials.jar hostile
 * </pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.trials.hostile.HostileTrial}, the command, and {@code Attacks}, the list
 * of what is done to the server.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.trials.hostile;

import org.jspecify.annotations.NullMarked;
