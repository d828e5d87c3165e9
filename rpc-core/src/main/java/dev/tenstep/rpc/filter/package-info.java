/**
 * Ready-made filters: authentication, authorization, and a log line for each call. Each is given to a builder:
 *
 * <pre>{@code
 * RpcServer.builder()
 *         .filter(CallLog.server())
 *         .filter(BearerTokens.verify(token -> sessions.find(token)))
 *         .filter(Authorization.byRole((caller, role) -> roles.of(caller).contains(role)))
 * RpcClient.builder().filter(BearerTokens.add(() -> login.token()))
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.filter.BearerTokens}. Everything public here is for users.
 */
@NullMarked
package dev.tenstep.rpc.filter;

import org.jspecify.annotations.NullMarked;
