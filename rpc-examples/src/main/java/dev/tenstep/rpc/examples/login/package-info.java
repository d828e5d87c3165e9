/**
 * A stream in both directions, and the service that a Go server serves as well: {@code rpc-examples/grpc/login} has it,
 * with clients in Go and Python.
 *
 * <pre>{@code
 * try (Stream<LoginReply> replies = client.stub(LoginService.class).loginEach(LoginClient.requests())) {
 *     replies.forEach(System.out::println); // ann: logged in, and so on
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.examples.login.LoginService}, then {@link
 * dev.tenstep.rpc.examples.login.Accounts} and {@link dev.tenstep.rpc.examples.login.LoginClient}. All of it is meant to be
 * copied.
 */
@NullMarked
package dev.tenstep.rpc.examples.login;

import org.jspecify.annotations.NullMarked;
