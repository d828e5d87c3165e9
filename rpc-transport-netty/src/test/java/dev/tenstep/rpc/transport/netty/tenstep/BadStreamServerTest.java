package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.INTERNAL;
import static dev.tenstep.rpc.call.StatusCode.OUT_OF_RANGE;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static dev.tenstep.rpc.call.StatusCode.UNIMPLEMENTED;
import static dev.tenstep.rpc.call.StatusCode.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests servers whose streams break the protocol, or end in the middle: what the caller is told, once.
 *
 * <p>Longer than other files: each frame that breaks the rules is written out beside what the caller sees.
 */
final class BadStreamServerTest {
    private static final int CANCEL = 7;
    private static final int ITEM = 11;
    private static final int END = 12;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    /** A server's answer, made for the id of the call. */
    interface Answer {
        byte[] to(int call);
    }

    /**
     * Returns results from a server that gives this answer and then keeps the connection open; the client requests that
     * many at first.
     */
    private static Taken<Integer> results(long first, Answer answer) throws IOException {
        FakeServer.Script script = server -> {
            server.greetWithStreams();
            server.send(answer.to(server.readRequest().u32(3))).readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Taken<Integer> results = new Taken<>(first);
            client.stub(StreamProbe.class).count(5).subscribe(results);
            Eventually.until("the results have ended", results.ended::isDone);
            assertThat(results.ends()).isEqualTo(1);
            assertThat(server.failures()).isEmpty();
            return results;
        }
    }

    static AbstractStringAssert<?> complaintAbout(Answer answer) throws IOException {
        return results(0, answer).failsWith(UNAVAILABLE);
    }

    static byte[] reply(int call) {
        return Frames.reply().call(call).build();
    }

    static byte[] firstPart(int call, long total, int bytes) {
        return Frames.item()
                .call(call)
                .chunkedOf(total)
                .message(new byte[bytes])
                .build();
    }

    private static byte[] error(int call) {
        return Frames.error()
                .call(call)
                .code(OUT_OF_RANGE.number())
                .text("no more")
                .build();
    }

    @Test
    void itemsAndEndBeforeTheReplyAreRefused() throws IOException {
        complaintAbout(call -> Frames.item().call(call).number(1).build())
                .contains("item of call ", ", which has no such stream");
        complaintAbout(call -> Frames.end().call(call).build()).contains("end of call ", ", which has no such stream");
    }

    @Test
    void secondReplyIsRefused() throws IOException {
        complaintAbout(call -> RawPeer.concat(reply(call), reply(call)))
                .contains("reply: a second reply to a call whose results have begun");
    }

    @Test
    void itemsBeyondTheCreditAreRefused() throws IOException {
        complaintAbout(call -> {
                    Bytes all = new Bytes().raw(reply(call));
                    for (int i = 0; i < 129; i++) {
                        all.raw(Frames.item().call(call).number(i).build());
                    }
                    return all.array();
                })
                .contains(": more than was granted");
        byte[] whole = new byte[65_536];
        complaintAbout(call -> RawPeer.concat(
                        reply(call),
                        Frames.item().call(call).message(whole).build(),
                        Frames.item().call(call).build()))
                .contains(": more than was granted");
        complaintAbout(call -> RawPeer.concat(
                        reply(call), Frames.item().call(call).message(whole).build(), firstPart(call, 100, 1)))
                .contains(": more than was granted");
    }

    @Test
    void otherStreamFrameBetweenChunksIsRefused() throws IOException {
        complaintAbout(call -> RawPeer.concat(
                        reply(call),
                        firstPart(call, 10, 1),
                        Frames.item().call(call).number(1).build()))
                .contains("item of call ", ", whose item is incomplete (expected: chunks)");
        complaintAbout(call -> RawPeer.concat(
                        reply(call),
                        firstPart(call, 10, 1),
                        Frames.end().call(call).build()))
                .contains("end of call ", ", whose item is incomplete (expected: chunks)");
        complaintAbout(call -> RawPeer.concat(
                        reply(call),
                        firstPart(call, 10, 1),
                        Frames.chunk().call(call).message(new byte[10]).build()))
                .contains("chunk: 10 bytes (expected: 1..9)");
    }

    @Test
    void unknownFlagsAreRefusedEvenForUnknownCalls() throws IOException {
        for (int other : new int[] {0, 1000}) {
            complaintAbout(call -> RawPeer.concat(
                            reply(call),
                            Frames.item().call(call + other).flags(2).build()))
                    .contains("item: flags 2 (expected: a subset of 129)");
            complaintAbout(call -> RawPeer.concat(
                            reply(call),
                            Frames.end().call(call + other).flags(1).build()))
                    .contains("end: flags 1 (expected: a subset of 2)");
            complaintAbout(call -> RawPeer.concat(
                            reply(call),
                            Frames.credit()
                                    .call(call + other)
                                    .flags(4)
                                    .messages(1)
                                    .bytes(1)
                                    .build()))
                    .contains("credit: flags 4 (expected: 0)");
        }
    }

    @Test
    void fieldBeyondTheFrameIsRefused() throws IOException {
        complaintAbout(call -> RawPeer.concat(reply(call), new Bytes().u16(0).frame(6)))
                .contains("chunk: a field of 4 bytes");
        complaintAbout(call -> RawPeer.concat(reply(call), new Bytes().u8(0).frame(ITEM)))
                .contains("a field of 4 bytes");
        complaintAbout(call -> RawPeer.concat(
                        reply(call),
                        Frames.end().call(call).metadata().rest((byte) 1).build()))
                .contains("a field of 2 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {ITEM, END})
    void streamThatTheCallDoesNotHaveIsRefused(int type) throws IOException {
        FakeServer.Script script = server -> {
            server.greetWithStreams();
            int call = server.readRequest().u32(3);
            server.send(
                            type == ITEM
                                    ? Frames.item().call(call).number(1).build()
                                    : Frames.end().call(call).build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Outcome.of(client.stub(Probe.class).nextAtOnce(1)).is(UNAVAILABLE).contains(", which has no such stream");
        }
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Counted<Integer> numbers = new Counted<>(1000, i -> i);
            Outcome.of(client.stub(StreamProbe.class).sum(numbers))
                    .is(UNAVAILABLE)
                    .contains(", which has no such stream");
            Eventually.until("the caller's stream is cancelled", () -> numbers.cancelled() == 1);
        }
    }

    /** Expects results that fail on the client: the server is told, and the connection goes on. */
    static Taken<Integer> refused(Answer answer) throws IOException {
        FakeServer.Script script = server -> {
            server.greetWithStreams();
            int call = server.readRequest().u32(3);
            server.send(answer.to(call));
            RawPeer.Frame next = server.read();
            assertThat(next.type()).isEqualTo(CANCEL);
            assertThat(next.u32(0)).isEqualTo(call);
            server.send(
                    Frames.chunk().call(call).message(new byte[9]).build(),
                    Frames.item().call(call).number(1).build(),
                    Frames.end().call(call).build(),
                    error(call));
            int second = server.readRequest().u32(3);
            server.send(Frames.reply()
                            .call(second)
                            .message(Bytes.tinyParameters(2))
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Taken<Integer> results = new Taken<>();
            client.stub(StreamProbe.class).count(5).subscribe(results);
            Eventually.until("the results have ended", results.ended::isDone);

            Outcomes.isTwo(client.stub(Probe.class).nextAtOnce(1));
            assertThat(results.ends()).isEqualTo(1);
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(server.failures()).isEmpty();
            return results;
        }
    }

    /** Checks the answer to the following call. */
    private static final class Outcomes {
        static void isTwo(CompletionStage<Integer> stage) {
            assertThat(stage.toCompletableFuture()
                            .orTimeout(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(2);
        }
    }

    @Test
    void unreadableElementEndsOnlyItsCallWithThatReason() throws IOException {
        for (byte[] element : new byte[][] {{}, {0}, {1}, {1, 0, 0, 0, 1, 0}}) {
            Taken<Integer> results = refused(call -> RawPeer.concat(
                    reply(call),
                    Frames.item().call(call).number(1).build(),
                    Frames.item().call(call).message(element).build(),
                    Frames.item().call(call).number(2).build()));
            results.failsWith(INTERNAL)
                    .as("of %s", Arrays.toString(element))
                    .startsWith("an element of the results of StreamProbe.count cannot be read: ");
            assertThat(results.got).isEqualTo(List.of(1));
        }
    }

    @Test
    void serverIsToldThatUnreadableReplyMetadataEndsTheCall() throws IOException {
        byte[] torn = new Bytes().u16(2).u8(9).u8('k').array();
        refused(call -> Frames.reply().call(call).metadata().rest(torn).build())
                .failsWith(INTERNAL)
                .contains("metadata");
    }

    @Test
    void unreadableTrailersFailTheCallAfterItsResults() throws IOException {
        byte[] torn = new Bytes().u16(2).u8(9).u8('k').array();
        Taken<Integer> results = results(
                9,
                call -> RawPeer.concat(
                        reply(call),
                        Frames.item().call(call).number(1).build(),
                        Frames.end().call(call).metadata().rest(torn).build()));
        results.failsWith(INTERNAL).contains("metadata");
        assertThat(results.got).isEqualTo(List.of(1));
    }

    @Test
    void errorInTheMiddleOfAnElementEndsTheCallAfterEarlierElements() throws IOException {
        Taken<Integer> results = results(
                9,
                call -> RawPeer.concat(
                        reply(call),
                        Frames.item().call(call).number(1).build(),
                        firstPart(call, 10, 1),
                        error(call),
                        Frames.chunk().call(call).message(new byte[9]).build()));
        results.failsWith(OUT_OF_RANGE).isEqualTo("no more");
        assertThat(results.got).isEqualTo(List.of(1));
    }

    @Test
    void framesOfUnknownCallsAndASecondEndAreSkipped() throws IOException {
        Taken<Integer> results = results(
                9,
                call -> RawPeer.concat(
                        Frames.item().call(call + 1).number(1).build(),
                        Frames.end()
                                .call(call + 1)
                                .metadata()
                                .rest((byte) 0, (byte) 0)
                                .build(),
                        Frames.credit().call(call + 1).messages(1).bytes(1).build(),
                        reply(call),
                        Frames.item().call(call).number(4).build(),
                        Frames.end().call(call).build(),
                        Frames.end().call(call).build(),
                        Frames.item().call(call).number(4).build(),
                        reply(call),
                        error(call)));
        assertThat(results.ended.join()).isEqualTo("complete");
        assertThat(results.got).isEqualTo(List.of(4));
    }

    @Test
    void serverWithoutStreamsIsSentNone() throws IOException {
        CompletableFuture<RawPeer.Frame> next = new CompletableFuture<>();
        FakeServer.Script script = server -> {
            server.greet();
            RawPeer.Frame request = server.readRequest();
            next.complete(request);
            server.send(Frames.reply()
                            .call(request.u32(3))
                            .message(Bytes.tinyParameters(2))
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Counted<Integer> numbers = new Counted<>(10, i -> i);
            Outcome.of(client.stub(StreamProbe.class).sum(numbers))
                    .notStarted()
                    .here()
                    .is(UNIMPLEMENTED)
                    .isEqualTo("StreamProbe.sum has a stream, but the server does not support streams");
            Taken<Integer> results = new Taken<>();
            client.stub(StreamProbe.class).count(5).subscribe(results);
            results.failsWith(UNIMPLEMENTED).startsWith("StreamProbe.count has a stream");

            Outcomes.isTwo(client.stub(Probe.class).nextAtOnce(1));
            assertThat(next.join().u8(0)).as("flags of the only request").isZero();
            assertThat(numbers.made()).isZero();
        }
    }

    @Test
    void serverThatGrantsNothingGetsNothingUntilTheDeadline() throws IOException {
        CompletableFuture<Integer> items = new CompletableFuture<>();
        FakeServer.Script script = server -> {
            server.greetWithStreams();
            server.readRequest();
            int count = 0;
            while (server.read().type() == ITEM) {
                count++;
            }
            items.complete(count);
            server.readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Counted<Integer> numbers = new Counted<>(1_000_000, i -> i);
            CallOptions hurried = CallOptions.deadline(Duration.ofMillis(300));
            Outcome.of(client.stub(StreamProbe.class, hurried).sum(numbers))
                    .here()
                    .is(DEADLINE_EXCEEDED);

            assertThat(items.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(128);
            assertThat(numbers.made()).isEqualTo(128);
            Eventually.until("the caller's stream is cancelled", () -> numbers.cancelled() == 1);
        }
    }

    @Test
    void hugeCreditIsAccepted() throws Exception {
        int count = 20_000;
        FakeServer.Script script = server -> {
            server.greetWithStreams();
            int call = server.readRequest().u32(3);
            for (int i = 0; i < 1000; i++) {
                server.send(Frames.credit()
                        .call(call)
                        .messages(0xffffffffL)
                        .bytes(0xffffffffL)
                        .build());
            }
            for (int i = 0; i < count; i++) {
                server.read(ITEM);
            }
            server.read(END);
            server.send(Frames.reply()
                            .call(call)
                            .message(Bytes.tinyParameters(2))
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Outcomes.isTwo(client.stub(StreamProbe.class).sum(new Counted<>(count, i -> i)));
            assertThat(server.failures()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void callersPublisherThatBreaksTheRulesEndsOnlyItsCall() {
        try (RpcClient client =
                Served.client(BYSTANDER.address(), KernelSettings.DEFAULT).build()) {
            StreamProbe probe = client.stub(StreamProbe.class);
            Outcome.of(probe.sum(new Counted<>(2, i -> i == 0 ? 0 : null)))
                    .here()
                    .is(UNKNOWN)
                    .contains("null in the stream of StreamProbe.sum (expected: elements)");
            Flow.Publisher<Integer> throwing = subscriber -> {
                throw new IllegalStateException("cannot be subscribed to");
            };
            Outcome.of(probe.sum(throwing)).here().is(UNKNOWN).contains("cannot be subscribed to");
            Outcomes.isTwo(probe.sum(new Counted<>(2, i -> 1)));
        }
    }

    @Test
    void failureComesAfterResultsThatWaitForCredit() {
        try (RpcClient client =
                Served.client(BYSTANDER.address(), KernelSettings.DEFAULT).build()) {
            Taken<String> results = new Taken<>(1);
            client.stub(StreamProbe.class).failAfter(4, 100_000).subscribe(results);
            Eventually.until("the first came", () -> results.got.size() == 1);
            assertThat(results.ended).isNotDone();
            results.subscription().request(10);

            results.failsWith(OUT_OF_RANGE).isEqualTo("no more");
            assertThat(results.got).hasSize(4);
        }
    }
}
