/**
 * gRPC and gRPC-Web (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md and doc/PROTOCOL-WEB.md) on streams of HTTP: paths,
 * messages with a prefix, statuses and metadata.
 *
 * <pre>{@code
 * Router router = new GrpcRouter(context);
 * }</pre>
 *
 * <p>Starting points: {@code GrpcRouter}, which finds the method that a request calls, and {@code GrpcAnswers}, which says what came of it.
 */
@NullMarked
package dev.tenstep.rpc.protocol.http.grpc;

import org.jspecify.annotations.NullMarked;
