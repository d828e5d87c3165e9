package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.FAILED_PRECONDITION;
import static dev.tenstep.rpc.call.StatusCode.INVALID_ARGUMENT;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static dev.tenstep.rpc.call.StatusCode.UNIMPLEMENTED;
import static dev.tenstep.rpc.call.StatusCode.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests clients whose streams break the protocol or do not match the method: the error they get, and what goes on.
 *
 * <p>Longer than other files: each frame that breaks the rules is written out beside the answer to it.
 */
final class BadStreamClientTest {
    private static final int PROTOCOL_ERROR = 2;
    private static final int NOT_STARTED = 8;
    private static final int REPLY = 4;
    private static final int ERROR = 5;
    private static final int PONG = 9;
    private static final int ITEM = 11;
    private static final int END = 12;
    static final int CALL = 7;

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private static final List<String> METHODS = List.of("count", "texts", "silence", "fail", "sum", "ignore", "echo");

    static byte[] declarations() {
        Bytes all = new Bytes();
        for (String method : METHODS) {
            all.raw(Frames.declare()
                    .number(METHODS.indexOf(method))
                    .method("Streams." + method)
                    .build());
        }
        return all.raw(Frames.declare().number(20).method("Probe.hold").build())
                .raw(Frames.declare().number(21).method("Probe.length").build())
                .array();
    }

    private static RawPeer client() throws IOException {
        return RawPeer.streamClient(SERVED.address()).send(declarations());
    }

    /** A server of its own, whose handlers are not called by other tests' stragglers. */
    private static RpcServer server(ProbeHandler handler, StreamProbeHandler streams) {
        return Served.server(KernelSettings.DEFAULT, handler)
                .service(StreamProbe.class, streams)
                .start();
    }

    /** Begins a request for a method of the probe. */
    static Frames request(String method) {
        return Frames.request().method(METHODS.indexOf(method)).call(CALL);
    }

    static byte[] sum() {
        return request("sum").stream().message((byte) 1).build();
    }

    static byte[] ignore() {
        return request("ignore").stream().message((byte) 1).build();
    }

    static byte[] echo() {
        return request("echo").stream().results().message((byte) 1).build();
    }

    static byte[] silence() {
        return request("silence").results().message((byte) 1).build();
    }

    static byte[] count(int count) {
        return request("count").results().message(Bytes.tinyParameters(count)).build();
    }

    private static byte[] fail(String how) {
        byte[] text = how.getBytes(StandardCharsets.US_ASCII);
        return request("fail")
                .results()
                .message(new Bytes().u8(1).u8(1).u32(text.length).raw(text).array())
                .build();
    }

    static byte[] items(int count) {
        Bytes all = new Bytes();
        for (int i = 0; i < count; i++) {
            all.raw(Frames.item().call(CALL).number(i).build());
        }
        return all.array();
    }

    static byte[] firstPart(long total, int bytes) {
        return Frames.item()
                .call(CALL)
                .chunkedOf(total)
                .message(new byte[bytes])
                .build();
    }

    private static AbstractStringAssert<?> complaintAbout(byte[]... frames) throws IOException {
        try (RawPeer client = client()) {
            return assertThat(client.send(frames).readGoAway(PROTOCOL_ERROR));
        }
    }

    /** Expects an error for the call in the next frame, and returns its text. */
    private static AbstractStringAssert<?> expectError(RawPeer client, int flags, StatusCode code) throws IOException {
        RawPeer.Frame error = client.read(ERROR);
        assertThat(error.u8(0)).as("flags of %s", error.text(6)).isEqualTo(flags);
        assertThat(error.u32(1)).isEqualTo(CALL);
        assertThat(error.u8(5)).as("code of %s", error.text(6)).isEqualTo(code.number());
        return assertThat(error.text(6));
    }

    /** Expects no further frame, and that the connection takes another call with the same id. */
    static void expectToGoOn(RawPeer client) throws IOException {
        client.send(Frames.ping(5));
        assertThat(client.read(PONG).fields()).isEqualTo(new Bytes().u64(5).array());
        client.send(
                sum(),
                Frames.item().call(CALL).number(1).build(),
                Frames.item().call(CALL).number(2).build(),
                Frames.end().call(CALL).build());
        assertThat(client.read(REPLY).from(5)).isEqualTo(Bytes.tinyParameters(3));
    }

    @Test
    void messagesBeyondTheCreditAreRefused() throws IOException {
        try (RawPeer client = client()) {
            client.send(ignore(), items(128), Frames.ping(1)).read(PONG);
            client.send(Frames.item().call(CALL).number(128).build());

            assertThat(client.readGoAway(PROTOCOL_ERROR)).isEqualTo("item of call 7: more than was granted");
        }
    }

    @Test
    void bytesBeyondTheCreditAreRefused() throws IOException {
        byte[] almostAll = Frames.item().call(CALL).message(new byte[65_535]).build();
        byte[] beyond = Frames.item().call(CALL).message(new byte[100_000]).build();
        try (RawPeer client = client()) {
            client.send(ignore(), almostAll, beyond, Frames.ping(1)).read(PONG);
            client.send(Frames.item().call(CALL).build());

            assertThat(client.readGoAway(PROTOCOL_ERROR)).isEqualTo("item of call 7: more than was granted");
        }
    }

    @Test
    void chunkedItemWithoutCreditIsRefusedWhenItBegins() throws IOException {
        complaintAbout(ignore(), items(128), firstPart(1000, 1)).isEqualTo("item of call 7: more than was granted");
    }

    @ParameterizedTest
    @ValueSource(ints = {ITEM, END})
    void streamThatTheCallDoesNotHaveIsRefused(int type) throws IOException {
        byte[] frame = type == ITEM
                ? Frames.item().call(CALL).number(1).build()
                : Frames.end().call(CALL).build();
        String complaint = (type == ITEM ? "item" : "end") + " of call 7, which has no such stream";

        complaintAbout(silence(), frame).isEqualTo(complaint);
        complaintAbout(
                        Frames.request()
                                .method(20)
                                .call(CALL)
                                .message(Bytes.tinyParameters(1))
                                .build(),
                        frame)
                .isEqualTo(complaint);
    }

    @Test
    void itemBeforeTheRequestIsCompleteIsRefused() throws IOException {
        byte[] begun = Frames.request().method(4).call(CALL).stream()
                .chunkedOf(10)
                .message((byte) 1)
                .build();

        complaintAbout(begun, Frames.item().call(CALL).number(1).build())
                .isEqualTo("item of call 7, which has no such stream");
    }

    @Test
    void framesAfterTheEndAreRefused() throws IOException {
        complaintAbout(
                        ignore(),
                        items(1),
                        Frames.end().call(CALL).build(),
                        Frames.end().call(CALL).build())
                .isEqualTo("end of call 7 after the end (expected: nothing more)");
        complaintAbout(ignore(), items(1), Frames.end().call(CALL).build(), items(1))
                .isEqualTo("item of call 7 after the end (expected: nothing more)");
    }

    @Test
    void otherStreamFrameBetweenChunksIsRefused() throws IOException {
        complaintAbout(ignore(), firstPart(10, 1), items(1))
                .isEqualTo("item of call 7, whose item is incomplete (expected: chunks)");
        complaintAbout(ignore(), firstPart(10, 1), firstPart(10, 1))
                .isEqualTo("item of call 7, whose item is incomplete (expected: chunks)");
        complaintAbout(ignore(), firstPart(10, 1), Frames.end().call(CALL).build())
                .isEqualTo("end of call 7, whose item is incomplete (expected: chunks)");
    }

    @Test
    void chunksBeyondTheItemAreRefused() throws IOException {
        complaintAbout(
                        ignore(),
                        firstPart(10, 6),
                        Frames.chunk().call(CALL).message(new byte[5]).build())
                .isEqualTo("chunk: 5 bytes (expected: 1..4)");
        complaintAbout(ignore(), firstPart(10, 0)).isEqualTo("chunk: 0 bytes (expected: 1..10)");
        complaintAbout(ignore(), firstPart(0, 0)).isEqualTo("chunk: 0 bytes (expected: 1..0)");
    }

    @Test
    void unknownFlagsAreRefusedEvenForUnknownCalls() throws IOException {
        for (byte[] before : new byte[][] {{}, ignore()}) {
            complaintAbout(before, Frames.item().call(CALL).flags(2).build())
                    .isEqualTo("item: flags 2 (expected: a subset of 129)");
            complaintAbout(before, Frames.item().call(CALL).flags(0xff).build())
                    .isEqualTo("item: flags 255 (expected: a subset of 129)");
            complaintAbout(before, Frames.end().call(CALL).flags(2).build()).isEqualTo("end: flags 2 (expected: 0)");
            complaintAbout(
                            before,
                            Frames.credit()
                                    .call(CALL)
                                    .flags(1)
                                    .messages(1)
                                    .bytes(1)
                                    .build())
                    .isEqualTo("credit: flags 1 (expected: 0)");
        }
    }

    @Test
    void fieldBeyondTheFrameIsRefused() throws IOException {
        for (int type : new int[] {ITEM, END, 13}) {
            complaintAbout(new Bytes().u8(0).u16(0).frame(type)).contains("a field of 4 bytes");
        }
        complaintAbout(
                        ignore(),
                        Frames.item().call(CALL).flags(1).rest((byte) 0).build())
                .contains("item: a field of 4 bytes");
        complaintAbout(silence(), new Bytes().u8(0).u32(CALL).u32(1).frame(13)).contains("credit: a field of 4 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {ITEM, END, 13})
    void streamFramesBeforeTheHelloAreRefused(int type) throws IOException {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(Bytes.PREFACE, new Bytes().raw(new byte[20]).frame(type))
                    .readPreface();

            assertThat(client.readGoAway(PROTOCOL_ERROR))
                    .isEqualTo("frame type " + type + " (expected: hello, type 1)");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {(4 << 20) + 1, 0x80000000L, 0xffffffffL})
    void itemOverTheLimitEndsOnlyItsCall(long total) throws IOException {
        for (byte[] request : new byte[][] {sum(), ignore()}) {
            try (RawPeer client = client()) {
                client.send(request, items(1), firstPart(total, 100));

                expectError(client, 0, RESOURCE_EXHAUSTED)
                        .isEqualTo("an element of " + total + " bytes (expected: at most 4194304)");
                client.send(
                        Frames.chunk().call(CALL).message(new byte[100]).build(),
                        Frames.item().call(CALL).number(5).build(),
                        Frames.end().call(CALL).build());
                expectToGoOn(client);
            }
        }
    }

    @Test
    void itemOverTheLimitEndsResultsInFlight() throws IOException {
        try (RawPeer client = client()) {
            client.send(echo(), items(1)).read(REPLY);
            client.read(ITEM);
            client.send(firstPart(0xffffffffL, 100));

            expectError(client, 0, RESOURCE_EXHAUSTED).startsWith("an element of 4294967295 bytes");
            expectToGoOn(client);
        }
    }

    @Test
    void hugeCreditIsAccepted() throws IOException {
        int count = 20_000;
        try (RawPeer client = client()) {
            client.send(count(count)).read(REPLY);
            for (int i = 0; i < 1000; i++) {
                client.send(Frames.credit()
                        .call(CALL)
                        .messages(0xffffffffL)
                        .bytes(0xffffffffL)
                        .build());
            }
            for (int i = 0; i < count; i++) {
                assertThat(client.read(ITEM).fields())
                        .isEqualTo(new Bytes()
                                .u8(0)
                                .u32(CALL)
                                .raw(Bytes.tinyParameters(i))
                                .array());
            }
            client.read(END);
            expectToGoOn(client);
        }
    }

    @Test
    void creditBeforeTheResultsCounts() throws IOException {
        try (RawPeer client = client()) {
            client.send(
                            count(500),
                            Frames.credit().call(CALL).messages(372).bytes(1).build())
                    .send(Frames.credit().call(CALL).messages(0).bytes(2000).build())
                    .read(REPLY);
            for (int i = 0; i < 500; i++) {
                client.read(ITEM);
            }
            client.read(END);
            expectToGoOn(client);
        }
    }

    @Test
    void framesOfUnknownCallsAreSkipped() throws IOException {
        try (RawPeer client = client()) {
            client.send(
                            items(200),
                            firstPart(0xffffffffL, 1),
                            Frames.chunk().call(CALL).message(new byte[9]).build())
                    .send(
                            Frames.end().call(CALL).build(),
                            Frames.end().call(CALL).build(),
                            Frames.credit().call(CALL).messages(1).bytes(1).build());

            expectToGoOn(client);
        }
    }

    @Test
    void requestWithMismatchingStreamsIsNotStarted() throws IOException {
        StreamProbeHandler streams = new StreamProbeHandler();
        ProbeHandler handler = new ProbeHandler();
        try (RpcServer server = server(handler, streams);
                RawPeer client = RawPeer.streamClient(server.address()).send(declarations())) {
            client.send(request("sum").message((byte) 1).build());
            expectError(client, NOT_STARTED, FAILED_PRECONDITION)
                    .isEqualTo("StreamProbe.sum is called with no stream (expected: a stream to the server)");
            client.send(request("echo").stream().message((byte) 1).build());
            expectError(client, NOT_STARTED, FAILED_PRECONDITION)
                    .endsWith("with a stream to the server (expected: streams both ways)");
            client.send(request("count").stream()
                    .results()
                    .message(Bytes.tinyParameters(1))
                    .build());
            expectError(client, NOT_STARTED, FAILED_PRECONDITION)
                    .endsWith("with streams both ways (expected: a stream of results)");
            client.send(Frames.request()
                    .method(20)
                    .call(CALL)
                    .results()
                    .message(Bytes.tinyParameters(1))
                    .build());
            expectError(client, NOT_STARTED, FAILED_PRECONDITION)
                    .endsWith("with a stream of results (expected: no stream)");

            assertThat(streams.started() + handler.started()).isZero();
            expectToGoOn(client);
        }
    }

    @Test
    void streamOfAClientWithoutTheFeatureIsNotStarted() throws IOException {
        StreamProbeHandler streams = new StreamProbeHandler();
        try (RpcServer server = server(new ProbeHandler(), streams);
                RawPeer client = RawPeer.client(server.address())) {
            client.send(declarations(), sum(), items(3));
            expectError(client, NOT_STARTED, UNIMPLEMENTED)
                    .isEqualTo("StreamProbe.sum is called with a stream, but the client's hello announces no streams");
            client.send(count(3));
            expectError(client, NOT_STARTED, UNIMPLEMENTED).contains("StreamProbe.count");

            assertThat(streams.started()).isZero();
            client.send(Frames.ping(5)).read(PONG);
        }
    }

    @Test
    void unreadableElementEndsOnlyItsCall() throws IOException {
        for (byte[] element : new byte[][] {{}, {0}, {1}, {1, 0, 0, 0, 1, 0}}) {
            try (RawPeer client = client()) {
                client.send(
                        sum(),
                        items(2),
                        Frames.item().call(CALL).message(element).build(),
                        items(2));

                expectError(client, 0, INVALID_ARGUMENT)
                        .as("of %s", Arrays.toString(element))
                        .startsWith("an element of the stream of StreamProbe.sum cannot be read: ");
                expectToGoOn(client);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "subscribe", "request"})
    void publisherThatBreaksTheRulesEndsOnlyItsCall(String how) throws IOException {
        try (RawPeer client = client()) {
            client.send(fail(how)).read(REPLY);
            if (how.equals("null")) {
                client.read(ITEM);
            }

            expectError(client, 0, UNKNOWN).doesNotContain("secret");
            expectToGoOn(client);
        }
    }

    @Test
    void clientThatGrantsNothingGetsNothingUntilItsDeadline() throws IOException {
        byte[] request = count(1_000_000);
        Wire.putI32(request, 12, 300);
        try (RawPeer client = client()) {
            client.send(request).read(REPLY);
            for (int i = 0; i < 128; i++) {
                client.read(ITEM);
            }

            expectError(client, 0, DEADLINE_EXCEEDED)
                    .isEqualTo("the deadline of StreamProbe.count passed on the server");
            assertThat(SERVED.streams().published().made()).isEqualTo(128);
            Eventually.until(
                    "the publisher is cancelled",
                    () -> SERVED.streams().published().cancelled() == 1);
            expectToGoOn(client);
        }
    }
}
