/**
 * gRPC-Java with generated messages over one plaintext HTTP/2 connection. Internal to the benchmarks. Starting point:
 * {@link dev.tenstep.rpc.benchmarks.grpc.GrpcContender}.
 */
@NullMarked
package dev.tenstep.rpc.benchmarks.grpc;

import org.jspecify.annotations.NullMarked;
