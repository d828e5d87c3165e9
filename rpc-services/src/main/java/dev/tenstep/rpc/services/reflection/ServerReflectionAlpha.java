package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** The same as {@link ServerReflection} under the name that older programs ask for. */
@RpcService("grpc.reflection.v1alpha.ServerReflection")
@NonBlocking
public interface ServerReflectionAlpha {

    /** Answers each question, in order. */
    Flow.Publisher<ServerReflectionResponse> serverReflectionInfo(Flow.Publisher<ServerReflectionRequest> requests);
}
