package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.EchoStatus;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.StreamingInputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the cases of gRPC's doc/interop-test-descriptions.md as a client of grpc-java's interop server. */
final class GrpcJavaServerTest {
    private static final int LARGE = 271_828;
    private static final List<Integer> SIZES = List.of(31_415, 9, 2_653, 58_979);

    private static Program server;
    private static RpcClient client;
    private static TestService stub;

    @BeforeAll
    static void start() throws Exception {
        int port = Program.freePort();
        server = Program.start(Program.grpcJava("TestServiceServer", "--port=" + port, "--use_tls=false"));
        server.awaitPort(port);
        client = RpcClient.builder().to("127.0.0.1:" + port).protocol("grpc").build();
        stub = client.stub(TestService.class);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static Payload payload(int bytes) {
        return Payload.newBuilder()
                .setBody(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    private static SimpleRequest large() {
        return SimpleRequest.newBuilder()
                .setResponseSize(314_159)
                .setPayload(payload(LARGE))
                .build();
    }

    private static StreamingOutputCallRequest asking(int size, int intervalMicros) {
        ResponseParameters parameters = ResponseParameters.newBuilder()
                .setSize(size)
                .setIntervalUs(intervalMicros)
                .build();
        return StreamingOutputCallRequest.newBuilder()
                .addResponseParameters(parameters)
                .setPayload(payload(size / 2))
                .build();
    }

    @Test
    void emptyUnary() {
        assertThat(stub.emptyCall(Empty.getDefaultInstance())).isEqualTo(Empty.getDefaultInstance());
    }

    @Test
    void largeUnary() {
        assertThat(stub.unaryCall(large()).getPayload().getBody().size()).isEqualTo(314_159);
    }

    @Test
    void compressedUnary() {
        TestService compressing = client.stub(TestService.class, CallOptions.DEFAULT.withCompression("gzip"));
        assertThat(compressing.unaryCall(large()).getPayload().getBody().size()).isEqualTo(314_159);
    }

    @Test
    void clientStreaming() {
        Stream<StreamingInputCallRequest> requests = Stream.of(27_182, 8, 1_828, 45_904)
                .map(size -> StreamingInputCallRequest.newBuilder()
                        .setPayload(payload(size))
                        .build());
        assertThat(stub.streamingInputCall(requests).getAggregatedPayloadSize()).isEqualTo(74_922);
    }

    @Test
    void serverStreaming() {
        StreamingOutputCallRequest.Builder request = StreamingOutputCallRequest.newBuilder();
        SIZES.forEach(size ->
                request.addResponseParameters(ResponseParameters.newBuilder().setSize(size)));
        assertThat(stub.streamingOutputCall(request.build()).map(GrpcJavaServerTest::size))
                .containsExactlyElementsOf(SIZES);
    }

    private static int size(StreamingOutputCallResponse response) {
        return response.getPayload().getBody().size();
    }

    @Test
    void pingPong() {
        Stream<StreamingOutputCallRequest> requests = SIZES.stream().map(size -> asking(size, 0));
        assertThat(stub.fullDuplexCall(requests).map(GrpcJavaServerTest::size)).containsExactlyElementsOf(SIZES);
    }

    @Test
    void emptyStream() {
        assertThat(stub.fullDuplexCall(Stream.empty())).isEmpty();
    }

    @Test
    void statusCodeAndMessage() {
        for (String message :
                List.of("test status message", "\t\ntest with whitespace\r\nand Unicode BMP \u263a\t\n")) {
            EchoStatus status =
                    EchoStatus.newBuilder().setCode(2).setMessage(message).build();
            SimpleRequest request =
                    SimpleRequest.newBuilder().setResponseStatus(status).build();
            assertThatExceptionOfType(RpcException.class)
                    .isThrownBy(() -> stub.unaryCall(request))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.UNKNOWN))
                    .withMessage(message);
            StreamingOutputCallRequest streamed = StreamingOutputCallRequest.newBuilder()
                    .setResponseStatus(status)
                    .build();
            assertThatExceptionOfType(RpcException.class)
                    .isThrownBy(() -> stub.fullDuplexCall(Stream.of(streamed)).toList())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.UNKNOWN))
                    .withMessage(message);
        }
    }

    @Test
    void unimplementedMethod() {
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> stub.cacheableUnaryCall(SimpleRequest.getDefaultInstance()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.UNIMPLEMENTED));
    }

    @Test
    void cancelAfterFirstResponse() {
        Stream<StreamingOutputCallRequest> requests = Stream.iterate(asking(31_415, 0), each -> each);
        try (Stream<StreamingOutputCallResponse> responses = stub.fullDuplexCall(requests)) {
            assertThat(size(responses.iterator().next())).isEqualTo(31_415);
        }
        assertThat(stub.emptyCall(Empty.getDefaultInstance())).isEqualTo(Empty.getDefaultInstance());
    }

    @Test
    void timeoutOnSleepingServer() {
        TestService hurried = client.stub(TestService.class, CallOptions.deadline(Duration.ofMillis(50)));
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(
                        () -> hurried.streamingOutputCall(asking(9, 20_000_000)).toList())
                .satisfies(e -> assertThat(e.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED));
    }
}
