/**
 * HTTP on the port that also speaks Tenstep's own protocol, and gRPC in it: a server with this module on its class path
 * serves the same interfaces to clients that were generated from a {@code .proto} and know nothing of Tenstep.
 *
 * <pre>{@code
 * RpcServer.builder().listen("0.0.0.0:9090").service(Users.class, new UsersInMemory()).start();
 * // python: stub = users_pb2_grpc.UsersStub(grpc.insecure_channel("localhost:9090"))
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.http.HttpProtocol}, which the port finds; in {@code h2} HTTP/2's frames and
 * streams, in {@code grpc} what a gRPC request is, and in {@code stream} what the two have between them.
 */
@NullMarked
package dev.tenstep.rpc.protocol.http;

import org.jspecify.annotations.NullMarked;
