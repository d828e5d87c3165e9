package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** gRPC's server reflection (github.com/grpc/grpc, doc/server-reflection.md), version 1. */
@RpcService("grpc.reflection.v1.ServerReflection")
@NonBlocking
public interface ServerReflection {

    /** Answers each question, in order. */
    Flow.Publisher<ServerReflectionResponse> serverReflectionInfo(Flow.Publisher<ServerReflectionRequest> requests);
}
