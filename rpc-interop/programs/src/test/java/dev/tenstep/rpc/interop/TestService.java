package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.contract.RpcService;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingInputCallRequest;
import io.grpc.testing.integration.Messages.StreamingInputCallResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import java.util.stream.Stream;

/** gRPC's interop service (grpc/testing/test.proto), written by hand over its messages. */
@RpcService("grpc.testing.TestService")
interface TestService {
    Empty emptyCall(Empty request);

    SimpleResponse unaryCall(SimpleRequest request);

    SimpleResponse cacheableUnaryCall(SimpleRequest request);

    Stream<StreamingOutputCallResponse> streamingOutputCall(StreamingOutputCallRequest request);

    StreamingInputCallResponse streamingInputCall(Stream<StreamingInputCallRequest> requests);

    Stream<StreamingOutputCallResponse> fullDuplexCall(Stream<StreamingOutputCallRequest> requests);

    Stream<StreamingOutputCallResponse> halfDuplexCall(Stream<StreamingOutputCallRequest> requests);
}
