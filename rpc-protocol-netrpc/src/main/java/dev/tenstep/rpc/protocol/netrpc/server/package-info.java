/**
 * The server side of net/rpc. A connection begins in one of three ways and is a conversation then, in gob or JSON, whose
 * requests become calls.
 *
 * <pre>{@code
 * ServerConnection connection = NetrpcServerConnection.open(context, first, methods, pool, output);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.netrpc.server.NetrpcServerConnection}, {@code GobConversation}.
 */
@NullMarked
package dev.tenstep.rpc.protocol.netrpc.server;

import org.jspecify.annotations.NullMarked;
