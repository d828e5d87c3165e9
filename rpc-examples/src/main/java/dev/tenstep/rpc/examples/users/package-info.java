/**
 * A realistic service: records and a bean, a page of results, an idempotent method with a deadline of its own, a
 * future, and an exception that arrives on the client as itself.
 *
 * <pre>{@code
 * Users users = client.stub(Users.class);
 * try {
 *     users.find(4096);
 * } catch (UserNotFoundException e) {
 *     e.id(); // 4096
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.users.Users}, then {@link dev.tenstep.rpc.examples.users.UsersServer}
 * and {@link dev.tenstep.rpc.examples.users.UsersClient}. All of it is meant to be copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.users;

import org.jspecify.annotations.NullMarked;
