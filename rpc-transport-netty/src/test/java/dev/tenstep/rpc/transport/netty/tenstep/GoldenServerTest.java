package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.TestPort;
import dev.tenstep.rpc.worker.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the bytes that a server reads and writes.
 *
 * <p>Longer than other files: each golden frame stands beside its answer.
 */
final class GoldenServerTest {
    private static WorkerPool pool;
    private static Services services;
    private static ServerKernel kernel;

    /** A client's bytes after its hello, and the server's answer after its own. */
    private record Conversation(String name, byte[] sent, byte[] answered) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void makeKernel() throws IOException {
        pool = new WorkerPool("golden", 1, 1);
        services = GoldenService.services(pool);
        kernel = TestPort.server(services, GoldenService.COMPRESSION);
    }

    @AfterAll
    static void closeKernel() {
        kernel.close(Duration.ZERO);
        pool.close();
    }

    private static EmbeddedChannel connected() {
        return connected(kernel);
    }

    /** Returns the server side of a connection, on an embedded channel. */
    static EmbeddedChannel connected(ServerKernel kernel) {
        EmbeddedChannel channel = new EmbeddedChannel();
        TestPort.accept(kernel, channel);
        return channel;
    }

    static void feed(EmbeddedChannel channel, byte[] bytes, int from, int to) {
        if (to > from) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
        }
    }

    /** Returns the bytes written since the last call. */
    static byte[] written(EmbeddedChannel channel) {
        Bytes all = new Bytes();
        channel.runPendingTasks();
        for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            buffer.release();
            all.raw(bytes);
        }
        return all.array();
    }

    static Stream<Conversation> conversations() {
        byte[] length = declare(4, "length");
        byte[] text = declare(5, "text");
        byte[] refuse = declare(6, "refuse");
        return Stream.concat(
                streams(),
                Stream.of(
                        new Conversation("hello", Golden.bytes("hello"), Golden.bytes("hello")),
                        new Conversation(
                                "request and reply",
                                Golden.bytes("hello", "declare", "request"),
                                Golden.bytes("hello", "reply")),
                        new Conversation(
                                "compressed request",
                                Golden.bytes("hello", "declare", "request-compressed"),
                                Golden.bytes("hello", "reply")),
                        new Conversation(
                                "chunked request",
                                RawPeer.concat(
                                        Golden.bytes("hello"),
                                        length,
                                        Golden.bytes("request-chunked", "request-chunk")),
                                RawPeer.concat(
                                        Golden.bytes("hello"),
                                        Frames.reply()
                                                .call(0)
                                                .message(Bytes.tiny(81_922))
                                                .build())),
                        new Conversation(
                                "chunked reply",
                                RawPeer.concat(
                                        Golden.bytes("hello"),
                                        text,
                                        Frames.request()
                                                .method(5)
                                                .call(0)
                                                .message(Bytes.tinyParameters(81_923))
                                                .build()),
                                Golden.bytes("hello", "reply-chunked", "reply-chunk")),
                        new Conversation(
                                "declared exception",
                                RawPeer.concat(
                                        Golden.bytes("hello"),
                                        refuse,
                                        Frames.request()
                                                .method(6)
                                                .call(0)
                                                .message((byte) 1)
                                                .build()),
                                Golden.bytes("hello", "error-declared")),
                        new Conversation("ping", Golden.bytes("hello", "ping"), Golden.bytes("hello", "pong")),
                        new Conversation("pong", Golden.bytes("hello", "pong"), Golden.bytes("hello")),
                        new Conversation("cancel of nothing", Golden.bytes("hello", "cancel"), Golden.bytes("hello")),
                        new Conversation(
                                "cancel of an incomplete request",
                                RawPeer.concat(
                                        Golden.bytes("hello"),
                                        length,
                                        Frames.request()
                                                .method(4)
                                                .call(1)
                                                .chunkedOf(10)
                                                .message((byte) 1)
                                                .build(),
                                        Golden.bytes("cancel"),
                                        Frames.chunk()
                                                .call(1)
                                                .message(new byte[9])
                                                .build()),
                                RawPeer.concat(
                                        Golden.bytes("hello"),
                                        Frames.error()
                                                .call(1)
                                                .notStarted()
                                                .code(1)
                                                .text("cancelled before the request's message was complete")
                                                .build()))));
    }

    private static Stream<Conversation> streams() {
        byte[] sum = declare(7, "sum");
        byte[] count = declare(8, "count");
        byte[] echo = declare(9, "echo");
        byte[] credit =
                Frames.credit().call(0).messages(897).bytes(81_928 + 983_040).build();
        byte[] many = Frames.request()
                .method(8)
                .call(0)
                .results()
                .message(new Bytes().u8(1).u32(5).u32(130).array())
                .build();
        return Stream.of(
                new Conversation(
                        "stream to the server",
                        RawPeer.concat(
                                Golden.bytes("hello"), sum, Golden.bytes("request-stream", "item", "item", "end")),
                        RawPeer.concat(
                                Golden.bytes("hello"),
                                Frames.reply()
                                        .call(0)
                                        .message(Bytes.tinyParameters(13))
                                        .build())),
                new Conversation(
                        "compressed stream to the server",
                        RawPeer.concat(
                                Golden.bytes("hello"),
                                sum,
                                Golden.bytes("request-stream", "item-compressed", "item", "end")),
                        RawPeer.concat(
                                Golden.bytes("hello"),
                                Frames.reply()
                                        .call(0)
                                        .message(Bytes.tinyParameters(13))
                                        .build())),
                new Conversation(
                        "results",
                        RawPeer.concat(Golden.bytes("hello"), count, Golden.bytes("request-results")),
                        Golden.bytes("hello", "reply-results", "item", "end-trailers")),
                new Conversation(
                        "streams both ways, with chunked elements",
                        RawPeer.concat(
                                Golden.bytes("hello"),
                                echo,
                                Golden.bytes("request-both", "item-chunked", "item-chunk", "end")),
                        RawPeer.concat(
                                Golden.bytes("hello", "reply-results"),
                                credit,
                                Golden.bytes("item-chunked", "item-chunk", "end"))),
                new Conversation(
                        "credit for a stream to the server",
                        RawPeer.concat(
                                Golden.bytes("hello"),
                                sum,
                                Golden.bytes("request-stream"),
                                repeated(Golden.bytes("item"), 64)),
                        Golden.bytes("hello", "credit")),
                new Conversation(
                        "results up to the credit",
                        RawPeer.concat(Golden.bytes("hello"), count, many),
                        RawPeer.concat(Golden.bytes("hello", "reply-results"), numbers(128))),
                new Conversation(
                        "results and credit for them",
                        RawPeer.concat(Golden.bytes("hello"), count, many, Golden.bytes("credit")),
                        RawPeer.concat(
                                Golden.bytes("hello", "reply-results"),
                                numbers(130),
                                Frames.end()
                                        .call(0)
                                        .metadata()
                                        .rest(new Bytes()
                                                .u16(10)
                                                .u8(4)
                                                .raw("rows".getBytes(StandardCharsets.US_ASCII))
                                                .text("130")
                                                .array())
                                        .build())),
                new Conversation(
                        "cancel of results",
                        RawPeer.concat(
                                Golden.bytes("hello"),
                                count,
                                many,
                                Frames.cancel().call(0).build()),
                        RawPeer.concat(
                                Golden.bytes("hello", "reply-results"),
                                numbers(128),
                                Frames.error()
                                        .call(0)
                                        .code(1)
                                        .text("the client cancelled the call, or its deadline passed")
                                        .build())));
    }

    private static byte[] repeated(byte[] frame, int times) {
        Bytes all = new Bytes();
        for (int i = 0; i < times; i++) {
            all.raw(frame);
        }
        return all.array();
    }

    /** Makes items of call 0, from 5 on. */
    private static byte[] numbers(int count) {
        Bytes all = new Bytes();
        for (int i = 0; i < count; i++) {
            all.raw(Frames.item().call(0).number(5 + i).build());
        }
        return all.array();
    }

    /** Declares a method of the golden service, whose serializer has a fingerprint. */
    static byte[] declare(int number, String method) {
        return Frames.declare()
                .number(number)
                .method("Golden." + method)
                .fingerprint(GoldenService.Fingerprinted.FINGERPRINT)
                .build();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void answersWhereverTheBytesAreSplit(Conversation conversation) {
        byte[] sent = conversation.sent;
        int step = Math.max(1, sent.length / 500);
        for (int cut = 0; cut < sent.length; cut += step) {
            EmbeddedChannel channel = connected();
            feed(channel, sent, 0, cut);
            feed(channel, sent, cut, sent.length);

            assertThat(written(channel)).as("split at %s", cut).isEqualTo(conversation.answered);
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void answersByteByByte(Conversation conversation) {
        EmbeddedChannel channel = connected();
        for (int i = 0; i < conversation.sent.length; i++) {
            feed(channel, conversation.sent, i, i + 1);
        }

        assertThat(written(channel)).isEqualTo(conversation.answered);
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void waitsForTheRestOfTruncatedFrames(Conversation conversation) {
        byte[] sent = conversation.sent;
        int step = Math.max(1, sent.length / 500);
        for (int length = 0; length < sent.length; length += step) {
            EmbeddedChannel channel = connected();
            feed(channel, sent, 0, length);
            byte[] answered = written(channel);

            assertThat(answered)
                    .as("truncated to %s", length)
                    .isEqualTo(Arrays.copyOf(conversation.answered, answered.length));
            assertThat(channel.isOpen()).as("open after %s bytes", length).isTrue();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void metadataAndTimesAreAnsweredInKind() {
        EmbeddedChannel channel = connected();
        byte[] sent = Golden.bytes("hello", "declare", "request-extras");
        feed(channel, sent, 0, sent.length);

        byte[] expected = Golden.bytes("hello", "reply-extras");
        byte[] answered = written(channel);
        assertThat(answered).hasSameSizeAs(expected);
        int times = expected.length - 5 - 5 * 8;
        assertThat(Arrays.copyOf(answered, times)).isEqualTo(Arrays.copyOf(expected, times));
        assertThat(Arrays.copyOfRange(answered, answered.length - 5, answered.length))
                .isEqualTo(Bytes.tiny(43));
        channel.finishAndReleaseAll();
    }

    @Test
    void fieldsOfALaterVersionAreSkipped() {
        EmbeddedChannel channel = connected();
        byte[] sent = Golden.bytes("hello", "declare", "cancel", "ping", "request");
        byte[] longer = new Bytes()
                .raw(Bytes.PREFACE)
                .raw(longer(Golden.bytes("hello"), 8))
                .raw(longer(Golden.bytes("declare"), 0))
                .raw(longer(Golden.bytes("cancel"), 0))
                .raw(longer(Golden.bytes("ping"), 0))
                .raw(Golden.bytes("request"))
                .array();
        feed(channel, longer, 0, longer.length);

        assertThat(longer).hasSize(sent.length + 4 * 3);
        assertThat(written(channel)).isEqualTo(Golden.bytes("hello", "pong", "reply"));
        channel.finishAndReleaseAll();
    }

    private static byte[] longer(byte[] bytes, int from) {
        byte[] fields = Arrays.copyOfRange(bytes, from + 5, bytes.length);
        return new Bytes().raw(fields).raw(new byte[3]).frame(bytes[from + 4]);
    }

    @Test
    void messageWithTrailingBytesEndsOnlyItsCall() {
        EmbeddedChannel channel = connected();
        byte[] sent = new Bytes()
                .raw(Golden.bytes("hello", "declare"))
                .raw(longer(Golden.bytes("request"), 0))
                .raw(Golden.bytes("request"))
                .array();
        feed(channel, sent, 0, sent.length);

        assertThat(written(channel))
                .isEqualTo(new Bytes()
                        .raw(Golden.bytes("hello"))
                        .raw(Frames.error()
                                .call(0)
                                .notStarted()
                                .code(3)
                                .text("the parameters of GoldenService.next cannot be read with tiny:"
                                        + " bytes after the message: 3 (expected: 0)")
                                .build())
                        .raw(Golden.bytes("reply"))
                        .array());
        channel.finishAndReleaseAll();
    }

    @Test
    void drainingServerSendsGoAwayAndRefuses() {
        EmbeddedChannel channel = connected();
        byte[] sent = Golden.bytes("hello", "declare");
        feed(channel, sent, 0, sent.length);
        ((TenstepServerConnection) channel.pipeline().last()).drain("the server is draining");
        byte[] request = Golden.bytes("request");
        feed(channel, request, 0, request.length);

        assertThat(written(channel))
                .isEqualTo(RawPeer.concat(
                        Golden.bytes("hello", "go-away"),
                        Frames.error()
                                .call(0)
                                .notStarted()
                                .code(14)
                                .text("the server is draining")
                                .build()));
        channel.finishAndReleaseAll();
    }

    @Test
    void filtersRefusalIsSentWithItsDetailsAndMetadata() throws IOException {
        RpcException full = RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, "full", null)
                .withDetails(new byte[] {1, 2})
                .withMetadata(Metadata.of("retry", "200 ms"));
        ServerKernel refusing = TestPort.server(
                GoldenService.services(pool, (call, replyTo, next) -> replyTo.fail(full)), GoldenService.COMPRESSION);
        EmbeddedChannel channel = connected(refusing);
        byte[] sent = Golden.bytes("hello", "declare", "request");
        feed(channel, sent, 0, sent.length);

        assertThat(written(channel)).isEqualTo(Golden.bytes("hello", "error"));
        channel.finishAndReleaseAll();
        refusing.close(Duration.ZERO);
    }
}
