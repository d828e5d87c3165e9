/**
 * The client side of net/rpc: one connection, which is dialled in one of Go's three ways, and the calls that wait on it.
 *
 * <pre>{@code
 * NetrpcClientConnection connection = new NetrpcClientConnection(channel, owner, new Dial("http", "/_goRPC_"), pool);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.netrpc.client.NetrpcClientConnection}, {@code GobReplies}.
 */
@NullMarked
package dev.tenstep.rpc.protocol.netrpc.client;

import org.jspecify.annotations.NullMarked;
