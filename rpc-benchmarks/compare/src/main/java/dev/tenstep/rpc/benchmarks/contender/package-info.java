/**
 * The code that runs in a contender's two processes: the interface that each contender implements, and the load
 * generator. Internal to the benchmarks.
 *
 * <pre>{@code
 * final class MyContender implements Contender {
 *     public int serve(String variant) { ... }                       // returns its port
 *     public ClientEnd connect(String variant, int port) { ... }     // one connection
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.contender.Contender}, {@link
 * dev.tenstep.rpc.benchmarks.contender.ContenderProcess}, {@link dev.tenstep.rpc.benchmarks.contender.Load}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
