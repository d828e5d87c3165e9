/**
 * Tenstep's own protocol ({@code docs/protocol.md}): frames, hello, declarations, chunks and credit, on connections that the port
 * makes.
 *
 * <pre>{@code
 * RpcServer.builder().protocols("tenstep").listen("0.0.0.0:9090").service(Users.class, new UsersInMemory()).start();
 * RpcClient.builder().protocol("tenstep").to("users.example:9090").build();
 * }</pre>
 *
 * <p>Starting points: {@code TenstepClientConnection} and {@code TenstepServerConnection}, the two sides of a connection; {@code
 * Wire} has the protocol's numbers; the parts that other protocols share are in {@code connection}. Everything here is internal but the
 * protocol's name.
 */
@NullMarked
package dev.tenstep.rpc.transport.netty.tenstep;

import org.jspecify.annotations.NullMarked;
