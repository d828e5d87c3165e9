/**
 * Connect (connectrpc.com/docs/protocol) on streams of HTTP: calls that browsers and curl can make, with JSON or protobuf.
 *
 * <pre>{@code
 * curl -H 'content-type: application/json' -d '{"name":"Ann"}' http://localhost:8080/hello.HelloWorldService/SayHello
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.http.connect.ConnectRouter}, which finds the method that a request calls,
 * and {@link dev.tenstep.rpc.protocol.http.connect.ConnectCodec}, which makes requests of a client's calls.
 */
@NullMarked
package dev.tenstep.rpc.protocol.http.connect;

import org.jspecify.annotations.NullMarked;
