/**
 * The data that every contender carries, and the client of those that carry it as beans. Internal to the benchmarks.
 *
 * <pre>{@code
 * return new UserClient(blockingStub, asyncStub);   // from a contender's connect
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.benchmarks.users.Samples}, {@link
 * dev.tenstep.rpc.benchmarks.users.UserClient}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.users;

import org.jspecify.annotations.NullMarked;
