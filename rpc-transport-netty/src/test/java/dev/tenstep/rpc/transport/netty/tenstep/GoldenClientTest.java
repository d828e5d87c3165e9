package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.TestPort;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the bytes that a client writes and reads. */
final class GoldenClientTest {
    private static final int NO_TIMEOUT_AT = 12;
    private static ClientKernel kernel;

    @BeforeAll
    static void makeKernel() {
        kernel = TestPort.client("tenstep", GoldenService.COMPRESSION);
    }

    @AfterAll
    static void closeKernel() {
        kernel.close();
    }

    private static EmbeddedChannel connected() {
        return connected(kernel);
    }

    static EmbeddedChannel connected(ClientKernel kernel) {
        EmbeddedChannel channel = new EmbeddedChannel();
        TestPort.connect(kernel, new TenstepProtocol(), channel);
        return channel;
    }

    static void send(EmbeddedChannel channel, FakeCall call) {
        assertThat(((TenstepClientConnection) channel.pipeline().last())
                        .clientSide()
                        .send(call, call))
                .isTrue();
    }

    static void feed(EmbeddedChannel channel, byte[] bytes, int from, int to) {
        if (to > from) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
        }
    }

    static byte[] written(EmbeddedChannel channel) {
        return GoldenServerTest.written(channel);
    }

    private static FakeCall next(int number) {
        return FakeCall.of(GoldenService.binding(3, "next"), number);
    }

    /** Removes the deadline: the golden request has 1500 ms, and calls here have none. */
    private static byte[] withoutTimeout(byte[] request) {
        byte[] copy = request.clone();
        Wire.putI32(copy, NO_TIMEOUT_AT, 0);
        return copy;
    }

    @Test
    void saysHelloFirst() {
        EmbeddedChannel channel = connected();

        assertThat(written(channel)).isEqualTo(Golden.bytes("hello"));
        channel.finishAndReleaseAll();
    }

    @Test
    void declaresAMethodOnceBeforeItsFirstRequest() {
        EmbeddedChannel channel = connected();
        send(channel, next(41));
        byte[] request = withoutTimeout(Golden.bytes("request"));
        assertThat(written(channel)).isEqualTo(RawPeer.concat(Golden.bytes("hello", "declare"), request));

        send(channel, next(41));
        byte[] second = request.clone();
        Wire.putI32(second, 8, 1);
        assertThat(written(channel)).isEqualTo(second).hasSizeLessThanOrEqualTo(16 + 5);
        channel.finishAndReleaseAll();
    }

    @Test
    void writesTheRemainingMillisecondsRoundedUp() {
        FakeCall call = next(41);
        MessageOutput out = new MessageOutput(64);
        RequestFrame.write(call, out, 1024, 1024, NegotiatedCompression.NONE);
        RequestFrame.complete(out.array(), 0, 0, 5_000_000_000L, 5_000_000_000L - 1_499_000_001L);

        assertThat(Arrays.copyOf(out.array(), out.position())).isEqualTo(Golden.bytes("request"));
    }

    @Test
    void writesMetadataAndAsksForTimes() {
        EmbeddedChannel channel = connected();
        send(channel, next(41));
        Metadata metadata = Metadata.of("tenant", "acme").with("a-bin", new byte[] {0, (byte) 0xff});
        written(channel);

        send(channel, new FakeCall(GoldenService.binding(3, "next"), metadata, true, 42));
        assertThat(written(channel)).isEqualTo(Golden.bytes("request-extras"));
        channel.finishAndReleaseAll();
    }

    @Test
    void splitsALongMessageIntoChunks() {
        EmbeddedChannel channel = connected();
        byte[] hello = Golden.bytes("hello");
        feed(channel, hello, 0, hello.length);
        written(channel);
        send(channel, FakeCall.of(GoldenService.binding(4, "length"), "x".repeat(81_922)));

        byte[] all = written(channel);
        byte[] expected = Golden.bytes("request-chunked", "request-chunk");
        assertThat(Arrays.copyOfRange(all, all.length - expected.length, all.length))
                .isEqualTo(expected);
        channel.finishAndReleaseAll();
    }

    @Test
    void answersAPing() {
        EmbeddedChannel channel = connected();
        byte[] sent = Golden.bytes("hello", "ping");
        feed(channel, sent, 0, sent.length);

        assertThat(written(channel)).isEqualTo(Golden.bytes("hello", "pong"));
        channel.finishAndReleaseAll();
    }

    @Test
    void cancelsAnAbandonedCall() {
        EmbeddedChannel channel = connected();
        send(channel, next(1));
        FakeCall second = next(2);
        send(channel, second);
        written(channel);
        second.cancellation().cancel(new RpcException(StatusCode.CANCELLED, "enough"));
        Eventually.until("the sweep", () -> {
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
            return !channel.outboundMessages().isEmpty();
        });

        assertThat(written(channel)).isEqualTo(Golden.bytes("cancel"));
        channel.finishAndReleaseAll();
    }

    /** A server's bytes, the call they answer, and its outcome. */
    private record Answered(String name, byte[] sent, Supplier<FakeCall> call, Object outcome) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Answered> answers() {
        Supplier<FakeCall> text = () -> FakeCall.of(GoldenService.binding(5, "text"), 81_923);
        return Stream.of(
                new Answered("reply", Golden.bytes("hello", "reply"), () -> next(41), 42),
                new Answered("compressed reply", Golden.bytes("hello", "reply-compressed"), () -> next(41), 42),
                new Answered(
                        "chunked reply",
                        Golden.bytes("hello", "reply-chunked", "reply-chunk"),
                        text,
                        "x".repeat(81_923)),
                new Answered(
                        "error",
                        Golden.bytes("hello", "error"),
                        () -> next(41),
                        "RpcException: RESOURCE_EXHAUSTED (from the server, not started): full [retry=200 ms] [1, 2]"),
                new Answered(
                        "declared exception",
                        Golden.bytes("hello", "error-declared"),
                        () -> FakeCall.of(GoldenService.binding(6, "refuse")),
                        "not today 7"));
    }

    static Object shown(Object outcome) {
        if (outcome instanceof RpcException e && e.declaredIndex() >= 0) {
            GoldenService.Refusal refusal = (GoldenService.Refusal) e.getCause();
            return refusal.getMessage() + " " + refusal.number();
        }
        return outcome instanceof RpcException e
                ? e + " " + e.metadata() + " " + Arrays.toString(e.details())
                : outcome;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void endsTheCallOnceWhereverTheBytesAreSplit(Answered answered) {
        byte[] sent = answered.sent;
        int step = Math.max(1, sent.length / 500);
        for (int cut = 0; cut < sent.length; cut += step) {
            EmbeddedChannel channel = connected();
            FakeCall call = answered.call.get();
            send(channel, call);
            feed(channel, sent, 0, cut);
            assertThat(call.outcomes()).as("after %s bytes", cut).isEmpty();
            feed(channel, sent, cut, sent.length);

            assertThat(call.outcomes()).hasSize(1);
            assertThat(shown(call.outcomes().get(0))).as("split at %s", cut).isEqualTo(answered.outcome);
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void readsMetadataAndTimes() {
        EmbeddedChannel channel = connected();
        send(channel, next(41));
        FakeCall call = new FakeCall(GoldenService.binding(3, "next"), Metadata.EMPTY, true, 42);
        send(channel, call);
        byte[] sent = Golden.bytes("hello", "reply-extras");
        feed(channel, sent, 0, sent.length);

        assertThat(call.outcomes()).isEqualTo(List.of(43));
        assertThat(call.replyMetadata().text("cost")).isEqualTo("1.5");
        assertThat(call.times()).containsExactly(1, 2, 3, 4, 5);
        channel.finishAndReleaseAll();
    }

    @Test
    void leavesAtOnceIfUnansweredCallsWereNotStarted() {
        EmbeddedChannel channel = connected();
        FakeCall call = next(41);
        send(channel, call);
        byte[] sent = Golden.bytes("hello", "go-away-last");
        feed(channel, sent, 0, sent.length);

        assertThat(channel.isOpen()).isFalse();
        assertThat(call.outcomes())
                .hasSize(1)
                .first()
                .asString()
                .contains("UNAVAILABLE (from the server, not started)", "127.0.0.1:1: the server went away");
        channel.finishAndReleaseAll();
    }

    @Test
    void stillTakesAnswersAfterAGoAway() {
        EmbeddedChannel channel = connected();
        FakeCall call = next(41);
        send(channel, call);
        byte[] sent = Golden.bytes("hello", "go-away");
        feed(channel, sent, 0, sent.length);
        assertThat(((TenstepClientConnection) channel.pipeline().last())
                        .clientSide()
                        .send(next(1), next(1)))
                .isFalse();
        assertThat(channel.isOpen()).isTrue();

        byte[] reply = Golden.bytes("reply");
        feed(channel, reply, 0, reply.length);
        assertThat(call.outcomes()).isEqualTo(List.of(42));
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }
}
