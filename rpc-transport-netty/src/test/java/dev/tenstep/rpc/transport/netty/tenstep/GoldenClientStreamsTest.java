package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.transport.netty.tenstep.GoldenClientTest.connected;
import static dev.tenstep.rpc.transport.netty.tenstep.GoldenClientTest.feed;
import static dev.tenstep.rpc.transport.netty.tenstep.GoldenClientTest.send;
import static dev.tenstep.rpc.transport.netty.tenstep.GoldenClientTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.transport.netty.TestPort;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the bytes that a client writes and reads for streams. */
final class GoldenClientStreamsTest {
    private static ClientKernel kernel;

    @BeforeAll
    static void makeKernel() {
        kernel = TestPort.client("tenstep", GoldenService.COMPRESSION);
    }

    @AfterAll
    static void closeKernel() {
        kernel.close();
    }

    /** Returns a client that has exchanged hellos. */
    private static EmbeddedChannel greeted() {
        EmbeddedChannel channel = connected(kernel);
        byte[] hello = Golden.bytes("hello");
        feed(channel, hello, 0, hello.length);
        written(channel);
        return channel;
    }

    private static FakeCall sum(Flow.Publisher<Integer> numbers) {
        return FakeCall.of(GoldenService.binding(7, "sum"), numbers, 3);
    }

    private static FakeCall count() {
        return FakeCall.of(GoldenService.binding(8, "count"), 5, 1);
    }

    private static FakeCall echo(String text) {
        return FakeCall.of(GoldenService.binding(9, "echo"), new Counted<>(1, i -> text));
    }

    private static byte[] declaration(String method, int id) {
        MessageOutput out = new MessageOutput(64);
        try {
            Declaration.of(GoldenService.binding(id, method)).write(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void sendsAStreamAfterItsRequest() {
        EmbeddedChannel channel = greeted();
        send(channel, sum(new Counted<>(2, i -> 5)));

        assertThat(written(channel))
                .isEqualTo(
                        RawPeer.concat(declaration("sum", 7), Golden.bytes("request-stream", "item", "item", "end")));
        channel.finishAndReleaseAll();
    }

    @Test
    void requestsResults() {
        EmbeddedChannel channel = greeted();
        send(channel, count());

        assertThat(written(channel))
                .isEqualTo(RawPeer.concat(declaration("count", 8), Golden.bytes("request-results")));
        channel.finishAndReleaseAll();
    }

    @Test
    void splitsALongElementIntoChunksAndEndsAfterIt() {
        EmbeddedChannel channel = greeted();
        send(channel, echo("x".repeat(81_923)));

        assertThat(written(channel))
                .isEqualTo(RawPeer.concat(
                        declaration("echo", 9), Golden.bytes("request-both", "item-chunked", "item-chunk", "end")));
        channel.finishAndReleaseAll();
    }

    @Test
    void grantsTheWholeWindowToMovingResults() {
        EmbeddedChannel channel = greeted();
        send(channel, count());
        written(channel);
        byte[] reply = Golden.bytes("reply-results");
        byte[] item = Golden.bytes("item");
        feed(channel, reply, 0, reply.length);
        for (int i = 0; i < 64; i++) {
            assertThat(written(channel)).as("before %s items", i + 1).isEmpty();
            feed(channel, item, 0, item.length);
        }

        assertThat(written(channel)).isEqualTo(Golden.bytes("credit"));
        channel.finishAndReleaseAll();
    }

    @Test
    void sendsAsMuchAsIsGrantedWhereverTheCreditIsSplit() {
        byte[] credit = Golden.bytes("credit");
        for (int cut = 0; cut < credit.length; cut++) {
            EmbeddedChannel channel = greeted();
            send(channel, sum(new Counted<>(130, i -> 5)));
            int before = written(channel).length;
            feed(channel, credit, 0, cut);
            assertThat(written(channel)).as("after %s bytes", cut).isEmpty();
            feed(channel, credit, cut, credit.length);

            assertThat(before)
                    .isEqualTo(declaration("sum", 7).length
                            + Golden.bytes("request-stream").length
                            + 128 * Golden.bytes("item").length);
            assertThat(written(channel)).isEqualTo(Golden.bytes("item", "item", "end"));
            channel.finishAndReleaseAll();
        }
    }

    /** A server's bytes for a call with streams, and the call's outcomes. */
    private record Streamed(String name, byte[] sent, Supplier<FakeCall> call, List<Object> outcomes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Streamed> streams() {
        return Stream.of(
                new Streamed(
                        "results",
                        Golden.bytes("reply-results", "item", "item", "end-trailers"),
                        GoldenClientStreamsTest::count,
                        List.of(5, 5, "end [rows=1]")),
                new Streamed(
                        "compressed results",
                        Golden.bytes("reply-results", "item-compressed", "item", "end-trailers"),
                        GoldenClientStreamsTest::count,
                        List.of(5, 5, "end [rows=1]")),
                new Streamed(
                        "no results",
                        Golden.bytes("reply-results", "end"),
                        GoldenClientStreamsTest::count,
                        List.of("end []")),
                new Streamed(
                        "a chunked result",
                        Golden.bytes("reply-results", "item-chunked", "item-chunk", "end"),
                        () -> echo("y"),
                        List.of("x".repeat(81_923), "end []")),
                new Streamed(
                        "an error between results",
                        RawPeer.concat(Golden.bytes("reply-results", "item"), Golden.bytes("error")),
                        GoldenClientStreamsTest::count,
                        List.of(
                                5,
                                "RpcException: RESOURCE_EXHAUSTED (from the server, not started): full [retry=200 ms]"
                                        + " [1, 2]")),
                new Streamed(
                        "the answer to a stream",
                        Frames.reply().call(0).message(Bytes.tinyParameters(8)).build(),
                        () -> sum(new Counted<>(1, i -> 5)),
                        List.of(8)));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsStreamsWhereverTheBytesAreSplit(Streamed streamed) {
        byte[] sent = streamed.sent;
        int step = Math.max(1, sent.length / 500);
        for (int cut = 0; cut < sent.length; cut += step) {
            EmbeddedChannel channel = greeted();
            FakeCall call = streamed.call.get();
            send(channel, call);
            feed(channel, sent, 0, cut);
            feed(channel, sent, cut, sent.length);

            assertThat(call.outcomes().stream().map(GoldenClientTest::shown).toList())
                    .as("split at %s", cut)
                    .isEqualTo(streamed.outcomes);
            assertThat(channel.isOpen()).isTrue();
            channel.finishAndReleaseAll();
        }
    }
}
