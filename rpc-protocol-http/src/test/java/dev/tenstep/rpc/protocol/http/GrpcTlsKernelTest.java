package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.transport.netty.MutualTlsContract;

/** Runs the contract of transports over gRPC and mutual TLS, by ALPN. */
final class GrpcTlsKernelTest extends MutualTlsContract {
    @Override
    public String protocol() {
        return "grpc";
    }
}
