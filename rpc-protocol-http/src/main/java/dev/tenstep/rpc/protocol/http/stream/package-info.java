/**
 * Requests and responses without the version of HTTP that carries them: what a protocol such as gRPC reads and writes, and
 * what a connection of HTTP/2 implements.
 *
 * <pre>{@code
 * Route hello = stream -> {
 *     stream.head(Head.response(200, Fields.of("content-type", "text/plain")));
 *     stream.data(HELLO, 0, HELLO.length);
 *     stream.end();
 *     return new Ignored();
 * };
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.http.stream.HttpStream} and {@link
 * dev.tenstep.rpc.protocol.http.stream.StreamHandler}, the two sides of a stream.
 */
@NullMarked
package dev.tenstep.rpc.protocol.http.stream;

import org.jspecify.annotations.NullMarked;
