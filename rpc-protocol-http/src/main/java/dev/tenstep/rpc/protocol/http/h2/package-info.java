/**
 * HTTP/2 (RFC 9113) on arrays: frames read in place, streams, flow control, and header blocks that are compared before they
 * are decoded. Netty's HPACK decodes them.
 *
 * <pre>{@code
 * Http2ServerConnection connection = new Http2ServerConnection(context, router, pool, output, Http2Limits.usual(16 << 10));
 * context.channel().pipeline().addLast(connection);
 * connection.begin();
 * }</pre>
 *
 * <p>Starting points: {@code Http2Connection}, where every frame is handled, and {@code Http2Stream}, the states of a stream.
 */
@NullMarked
package dev.tenstep.rpc.protocol.http.h2;

import org.jspecify.annotations.NullMarked;
