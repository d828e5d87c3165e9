/**
 * HTTP/1.1 on servers and clients (RFC 9112), behind the stream type that HTTP/2 is behind: one request after another, each
 * answered before the next one is read or sent.
 *
 * <pre>{@code
 * Http1ServerConnection connection = new Http1ServerConnection(context, router, pool, answers, maxHead);
 * context.channel().pipeline().addLast(connection);
 * connection.begin();
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.http.h1.Http1ServerConnection} and {@link
 * dev.tenstep.rpc.protocol.http.h1.Http1ClientConnection}.
 */
@NullMarked
package dev.tenstep.rpc.protocol.http.h1;

import org.jspecify.annotations.NullMarked;
