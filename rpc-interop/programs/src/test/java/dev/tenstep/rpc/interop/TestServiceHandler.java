package dev.tenstep.rpc.interop;

import com.google.protobuf.ByteString;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.EchoStatus;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingInputCallRequest;
import io.grpc.testing.integration.Messages.StreamingInputCallResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The interop service as gRPC's doc/interop-test-descriptions.md asks for it. */
final class TestServiceHandler implements TestService {
    private static final String INITIAL = "x-grpc-test-echo-initial";
    private static final String TRAILING = "x-grpc-test-echo-trailing-bin";

    private static void echoMetadata() {
        CallContext context = Objects.requireNonNull(CallContext.current());
        String initial = context.metadata().text(INITIAL);
        byte[] trailing = context.metadata().bytes(TRAILING);
        if (initial != null) {
            context.replyMetadata(Metadata.of(INITIAL, initial));
        }
        if (trailing != null) {
            context.trailers(Metadata.EMPTY.with(TRAILING, trailing));
        }
    }

    private static void fail(EchoStatus status) {
        StatusCode code = StatusCode.of(status.getCode());
        if (code != null) {
            throw new RpcException(code, status.getMessage());
        }
    }

    private static Payload payload(int bytes) {
        return Payload.newBuilder()
                .setBody(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    @Override
    public Empty emptyCall(Empty request) {
        return request;
    }

    @Override
    public SimpleResponse unaryCall(SimpleRequest request) {
        echoMetadata();
        fail(request.getResponseStatus());
        return SimpleResponse.newBuilder()
                .setPayload(payload(request.getResponseSize()))
                .build();
    }

    @Override
    public SimpleResponse cacheableUnaryCall(SimpleRequest request) {
        ByteString now = ByteString.copyFromUtf8(String.valueOf(System.nanoTime()));
        return SimpleResponse.newBuilder()
                .setPayload(Payload.newBuilder().setBody(now))
                .build();
    }

    @Override
    public Stream<StreamingOutputCallResponse> streamingOutputCall(StreamingOutputCallRequest request) {
        echoMetadata();
        fail(request.getResponseStatus());
        return request.getResponseParametersList().stream().map(TestServiceHandler::response);
    }

    private static StreamingOutputCallResponse response(ResponseParameters asked) {
        if (asked.getIntervalUs() > 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(asked.getIntervalUs()));
        }
        return StreamingOutputCallResponse.newBuilder()
                .setPayload(payload(asked.getSize()))
                .build();
    }

    @Override
    public StreamingInputCallResponse streamingInputCall(Stream<StreamingInputCallRequest> requests) {
        int sum = requests.mapToInt(each -> each.getPayload().getBody().size()).sum();
        return StreamingInputCallResponse.newBuilder()
                .setAggregatedPayloadSize(sum)
                .build();
    }

    @Override
    public Stream<StreamingOutputCallResponse> fullDuplexCall(Stream<StreamingOutputCallRequest> requests) {
        echoMetadata();
        return requests.flatMap(each -> {
            fail(each.getResponseStatus());
            return each.getResponseParametersList().stream().map(TestServiceHandler::response);
        });
    }

    @Override
    public Stream<StreamingOutputCallResponse> halfDuplexCall(Stream<StreamingOutputCallRequest> requests) {
        List<StreamingOutputCallRequest> all = requests.toList();
        return all.stream()
                .flatMap(each -> each.getResponseParametersList().stream().map(TestServiceHandler::response));
    }
}
