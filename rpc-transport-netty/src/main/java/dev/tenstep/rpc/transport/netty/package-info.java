/**
 * The kernels on Netty, and Tenstep's own protocol between them ({@code docs/protocol.md}). Endpoints are {@code host:port}
 * and, where the platform has them, {@code unix:PATH}.
 *
 * <pre>{@code
 * RpcServer.builder().listen("0.0.0.0:9090").service(Users.class, new UsersInMemory()).start();
 * RpcClient.to("users.example:9090");
 * }</pre>
 *
 * <p>Starting points: {@code ClientConnection} and {@code ServerConnection}, the two ends of a connection; {@code Wire} has
 * the protocol's numbers, {@code Outbox} decides when bytes are written. Everything here is internal but the provider's name.
 */
@NullMarked
package dev.tenstep.rpc.transport.netty;

import org.jspecify.annotations.NullMarked;
