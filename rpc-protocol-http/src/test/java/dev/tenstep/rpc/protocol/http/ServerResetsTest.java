package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the outcome of calls whose streams the server resets, at every stage and with every code. */
@Timeout(60)
final class ServerResetsTest {
    private RawServer server;
    private RpcClient client;
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer();
        client = server.client();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    /** Answers the first request with these frames, which are of stream 1, and the second with a result. */
    private void answer(RawFrames frames) {
        server.serve(socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings());
                int stream = 1;
                while (true) {
                    peer.next(RawFrames.HEADERS);
                    peer.send(requests.getAndIncrement() == 0 ? frames : next(stream));
                    stream += 2;
                }
            }
        });
    }

    private static RawFrames head(int stream) {
        return new RawFrames()
                .headers(
                        stream,
                        false,
                        Head.response(200, Fields.of("content-type", Attacked.TINY))
                                .hpack());
    }

    private static RawFrames end(int stream) {
        return new RawFrames().headers(stream, true, RawFrames.block("grpc-status", "0"));
    }

    private static RawFrames next(int stream) {
        return head(stream)
                .data(stream, false, RawFrames.message(Messages.result(Counting.class, "next", 8)))
                .all(end(stream));
    }

    private static byte[] number(int number) {
        return RawFrames.message(Messages.result(Counting.class, "count", number));
    }

    /** The codes as gRPC's PROTOCOL-HTTP2.md maps them; UNKNOWN for those that it does not. */
    static Stream<Arguments> codes() {
        return Stream.of(
                Arguments.of(ErrorCode.NO_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.PROTOCOL_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.INTERNAL_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.FLOW_CONTROL_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.SETTINGS_TIMEOUT, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.STREAM_CLOSED, StatusCode.UNKNOWN),
                Arguments.of(ErrorCode.FRAME_SIZE_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.CANCEL, StatusCode.CANCELLED),
                Arguments.of(ErrorCode.COMPRESSION_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.CONNECT_ERROR, StatusCode.INTERNAL),
                Arguments.of(ErrorCode.ENHANCE_YOUR_CALM, StatusCode.RESOURCE_EXHAUSTED),
                Arguments.of(ErrorCode.INADEQUATE_SECURITY, StatusCode.PERMISSION_DENIED),
                Arguments.of(ErrorCode.HTTP_1_1_REQUIRED, StatusCode.UNKNOWN));
    }

    private RpcException failure() {
        RpcException failure = catchThrowableOfType(
                RpcException.class, () -> client.stub(Counting.class).next(1));
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Checks that the connection serves another call, and that the failed one was sent once. */
    private void assertServed(int requestsBefore) {
        assertThat(requests.get()).isEqualTo(requestsBefore);
        assertThat(client.stub(Counting.class).next(7)).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void codeOfAResetBecomesThatOfTheCall(ErrorCode reset, StatusCode code) {
        answer(new RawFrames().reset(1, reset.number()));
        RpcException failure = failure();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.notStarted()).isFalse();
        assertThat(failure).hasMessageContaining(reset.toString());
        assertServed(1);
    }

    @Test
    void unknownCodeOfAResetIsInternal() {
        answer(new RawFrames().reset(1, 77));
        assertThat(failure().code()).isEqualTo(StatusCode.INTERNAL);
        assertServed(1);
    }

    @Test
    void refusedStreamIsSentAgain() {
        answer(new RawFrames().reset(1, ErrorCode.REFUSED_STREAM.number()));
        assertThat(client.stub(Counting.class).next(7)).isEqualTo(8);
        assertThat(requests).hasValue(2);
    }

    @Test
    void streamThatIsRefusedAfterItsHeadIsNotSentAgain() {
        answer(head(1).reset(1, ErrorCode.REFUSED_STREAM.number()));
        RpcException failure = failure();
        assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(failure.notStarted()).isFalse();
        assertServed(1);
    }

    private static Arguments stage(String name, RawFrames before) {
        return Arguments.of(name, before);
    }

    static Stream<Arguments> stagesOfAUnaryCall() {
        byte[] message = RawFrames.message(Messages.result(Counting.class, "next", 8));
        return Stream.of(
                stage("before any answer", new RawFrames()),
                stage("after the head", head(1)),
                stage("within the prefix of the message", head(1).data(1, false, Arrays.copyOf(message, 3))),
                stage(
                        "in the middle of the message",
                        head(1).data(1, false, Arrays.copyOf(message, message.length - 1))),
                stage("after the message", head(1).data(1, false, message)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stagesOfAUnaryCall")
    void resetOfAUnaryCallFailsItOnce(String name, RawFrames before) {
        answer(new RawFrames().all(before).reset(1, ErrorCode.CANCEL.number()));
        assertThat(failure().code()).as(name).isEqualTo(StatusCode.CANCELLED);
        assertServed(1);
    }

    static Stream<Arguments> stagesOfAStream() {
        byte[] message = number(0);
        RawFrames first = head(1).data(1, false, message);
        return Stream.of(
                Arguments.of("before any answer", 0, new RawFrames()),
                Arguments.of("after the head", 0, head(1)),
                Arguments.of("in the middle of a message", 0, head(1).data(1, false, Arrays.copyOf(message, 6))),
                Arguments.of("between messages", 1, first),
                Arguments.of(
                        "in the middle of the second message",
                        1,
                        new RawFrames().all(first).data(1, false, Arrays.copyOf(number(1), 4))),
                Arguments.of(
                        "after the last message", 2, new RawFrames().all(first).data(1, false, number(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stagesOfAStream")
    void resetOfAStreamFailsItBehindWhatHasCome(String name, int elements, RawFrames before) {
        answer(new RawFrames().all(before).reset(1, ErrorCode.INTERNAL_ERROR.number()));
        List<Integer> received = new ArrayList<>();
        RpcException failure = catchThrowableOfType(RpcException.class, () -> {
            try (Stream<Integer> numbers = client.stub(Counting.class).count(2)) {
                numbers.forEach(received::add);
            }
        });
        assertThat(failure).as(name).isNotNull();
        assertThat(failure.code()).isEqualTo(StatusCode.INTERNAL);
        assertThat(received).isEqualTo(List.of(0, 1).subList(0, elements));
        assertServed(1);
    }

    @Test
    void resetAfterTheEndIsIgnored() {
        answer(next(1).reset(1, ErrorCode.NO_ERROR.number()));
        assertThat(client.stub(Counting.class).next(7)).isEqualTo(8);
        assertServed(1);
    }
}
