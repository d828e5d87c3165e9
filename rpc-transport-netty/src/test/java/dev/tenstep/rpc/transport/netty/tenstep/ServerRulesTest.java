package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.INVALID_ARGUMENT;
import static dev.tenstep.rpc.call.StatusCode.UNIMPLEMENTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that servers keep rules of docs/protocol.md that two implementations might read differently. */
final class ServerRulesTest {
    private static final int PROTOCOL_ERROR = 2;
    private static final int NOT_STARTED = 8;
    private static final int CHUNKED = 1;
    private static final int REPLY = 4;
    private static final int ERROR = 5;
    private static final int PING = 8;
    private static final int PONG = 9;
    private static final int GO_AWAY = 10;
    private static final int CALL = 7;
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, '('};
    private static final byte[] ONE = Bytes.tinyParameters(1);

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private static RawPeer client() throws IOException {
        return RawPeer.streamClient(SERVED.address()).send(BadStreamClientTest.declarations());
    }

    private static void expectComplaint(String complaint, byte[]... frames) throws IOException {
        try (RawPeer client = client()) {
            assertThat(client.send(frames).readGoAway(PROTOCOL_ERROR)).isEqualTo(complaint);
        }
    }

    /** Expects that the connection still works. */
    private static void expectToGoOn(RawPeer client) throws IOException {
        client.send(Frames.ping(5));
        assertThat(client.read(PONG).fields()).isEqualTo(new Bytes().u64(5).array());
    }

    private static void expectError(RawPeer client, StatusCode code, String text) throws IOException {
        RawPeer.Frame error = client.read(ERROR);
        assertThat(error.text(6)).isEqualTo(text);
        assertThat(error.fields())
                .isEqualTo(new Bytes()
                        .u8(NOT_STARTED)
                        .u32(CALL)
                        .u8(code.number())
                        .text(text)
                        .u16(0)
                        .array());
    }

    private static byte[] metadata(String key, byte... value) {
        byte[] block = new Bytes()
                .u8(key.length())
                .raw(key.getBytes(StandardCharsets.US_ASCII))
                .u16(value.length)
                .raw(value)
                .array();
        return new Bytes().u16(block.length).raw(block).raw(ONE).array();
    }

    /** The frames are malformed in themselves, whether or not their call is known. */
    @Test
    void malformedFrameOfAnUnknownCallBreaksTheProtocol() throws IOException {
        expectComplaint(
                "chunk: 0 bytes (expected: 1..2147483647)",
                Frames.chunk().call(CALL).build());
        expectComplaint(
                "credit: a field of 4 bytes (expected: at most the 2 that remain in the frame)",
                new Bytes().u8(0).u32(CALL).u32(1).u16(0).frame(13));
        expectComplaint(
                "chunk: 0 bytes (expected: 1..9)",
                Frames.item().call(CALL).chunkedOf(9).build());
        expectComplaint(
                "chunk: 3 bytes (expected: 1..2)",
                Frames.item().call(CALL).chunkedOf(2).message(new byte[3]).build());
        expectComplaint(
                "item: a field of 4 bytes (expected: at most the 1 that remain in the frame)",
                Frames.item().call(CALL).flags(CHUNKED).rest((byte) 0).build());
    }

    @Test
    void malformedRequestBreaksTheProtocolEvenIfRefused() throws IOException {
        for (int method : new int[] {21, 99}) {
            expectComplaint(
                    "chunk: 0 bytes (expected: 1..9)",
                    Frames.request().method(method).call(CALL).chunkedOf(9).build());
            expectComplaint(
                    "chunk: 1 bytes (expected: 1..0)",
                    Frames.request()
                            .method(method)
                            .call(CALL)
                            .chunkedOf(0)
                            .message((byte) 1)
                            .build());
            expectComplaint(
                    "request: a field of 9 bytes (expected: at most the 1 that remain in the frame)",
                    Frames.request()
                            .method(method)
                            .call(CALL)
                            .metadata()
                            .rest(new Bytes().u16(9).u8(1).array())
                            .build());
        }
        expectComplaint(
                "chunk: 0 bytes (expected: 1..4294967295)",
                Frames.request().method(21).call(CALL).chunkedOf(0xffffffffL).build());
    }

    @Test
    void bytesAfterTheFieldsAreSkipped() throws IOException {
        byte[] more = new byte[3];
        try (RawPeer client = client()) {
            byte[] declaration = new Bytes()
                    .u16(40)
                    .text("Streams")
                    .text("sum")
                    .text("tiny")
                    .u16(0)
                    .raw(more)
                    .frame(2);
            client.send(
                            declaration,
                            Frames.request().method(40).call(CALL).stream()
                                    .message((byte) 1)
                                    .build(),
                            Frames.item().call(CALL).number(3).build())
                    .send(Frames.end().call(CALL).message(more).build());
            assertThat(client.read(REPLY).from(5)).isEqualTo(Bytes.tinyParameters(3));

            byte[] credit = new Bytes().u8(0).u32(CALL).u32(72).u32(0).raw(more).frame(13);
            client.send(BadStreamClientTest.count(200), credit).read(REPLY);
            for (int i = 0; i < 200; i++) {
                client.read(11);
            }
            client.read(12);
            client.send(new Bytes().u32(99).raw(more).frame(7));
            client.send(
                    new Bytes().u64(5).raw(more).frame(PONG),
                    new Bytes().u64(5).raw(more).frame(PING));
            assertThat(client.read(PONG).fields()).isEqualTo(new Bytes().u64(5).array());
        }
    }

    @Test
    void creditForAStreamThatTheCallDoesNotHaveIsRefused() throws IOException {
        byte[] credit = Frames.credit().call(CALL).messages(1).bytes(1).build();
        String complaint = "credit of call 7, which has no such stream";
        expectComplaint(complaint, BadStreamClientTest.ignore(), credit);
        expectComplaint(
                complaint, Frames.request().method(20).call(CALL).message(ONE).build(), credit);
    }

    @Test
    void creditBeforeTheRequestIsCompleteIsRefused() throws IOException {
        byte[] begun = Frames.request()
                .method(0)
                .call(CALL)
                .results()
                .chunkedOf(5)
                .message((byte) 1)
                .build();
        expectComplaint(
                "credit of call 7, which has no such stream",
                begun,
                Frames.credit().call(CALL).messages(1).bytes(1).build());
    }

    @Test
    void zeroCreditIsAccepted() throws IOException {
        try (RawPeer client = client()) {
            client.send(
                            BadStreamClientTest.silence(),
                            Frames.credit().call(CALL).messages(0).bytes(0).build(),
                            Frames.credit().call(CALL).messages(0).bytes(9).build())
                    .read(REPLY);
            expectToGoOn(client);
        }
    }

    @Test
    void unsolicitedPongIsIgnored() throws IOException {
        try (RawPeer client = client()) {
            client.send(Frames.pong(77));
            expectToGoOn(client);
        }
        expectComplaint(
                "pong: a field of 8 bytes (expected: at most the 4 that remain in the frame)",
                new Bytes().u32(1).frame(PONG));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 77})
    void clientThatSendsGoAwayIsClosedAndItsCallsEnd(int reason) throws IOException {
        try (RawPeer client = client()) {
            client.send(BadStreamClientTest.silence()).read(REPLY);
            client.send(new Bytes()
                            .u8(0)
                            .u8(reason)
                            .text("enough")
                            .raw((byte) 9)
                            .frame(GO_AWAY))
                    .expectEnd();
            Eventually.until(
                    "the call is cancelled", () -> SERVED.streams().published().cancelled() == 1);
        }
        expectComplaint(
                "go-away: a field of 9 bytes (expected: at most the 0 that remain in the frame)",
                new Bytes().u8(0).u8(1).u16(9).frame(GO_AWAY));
    }

    @Test
    void goAwayInsteadOfAHelloIsRefused() throws IOException {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(Bytes.PREFACE, Frames.goAway().reason(1).text("").build())
                    .readPreface();
            assertThat(client.readGoAway(PROTOCOL_ERROR)).isEqualTo("frame type 10 (expected: hello, type 1)");
        }
    }

    @Test
    void jsonIgnoresAFingerprint() throws IOException {
        byte[] declaration = new Bytes()
                .u16(40)
                .text("Probe")
                .text("next")
                .text("json")
                .u16(3)
                .raw((byte) 1, (byte) 2, (byte) 3)
                .frame(2);
        byte[] parameters = "{\"number\":4}".getBytes(StandardCharsets.US_ASCII);
        try (RawPeer client = client()) {
            client.send(
                    declaration,
                    Frames.request().method(40).call(CALL).message(parameters).build());
            assertThat(new String(client.read(REPLY).from(5), StandardCharsets.US_ASCII))
                    .isEqualTo("5");
        }
    }

    @Test
    void textInMetadataThatIsNotUtf8IsRefusedAndBytesAreNot() throws IOException {
        try (RawPeer client = client()) {
            client.send(Frames.declare().number(40).method("Probe.next").build());
            client.send(Frames.request()
                    .method(40)
                    .call(CALL)
                    .metadata()
                    .rest(metadata("key", NOT_UTF8))
                    .build());
            expectError(
                    client,
                    INVALID_ARGUMENT,
                    "metadata key key: a value that is not UTF-8 (expected: UTF-8, or a key that ends in -bin)");

            client.send(Frames.request()
                    .method(40)
                    .call(CALL)
                    .metadata()
                    .rest(metadata("key-bin", NOT_UTF8))
                    .build());
            assertThat(client.read(REPLY).from(5)).isEqualTo(Bytes.tiny(2));
            client.send(Frames.request()
                    .method(40)
                    .call(CALL)
                    .metadata()
                    .rest(metadata("key", "é€".getBytes(StandardCharsets.UTF_8)))
                    .build());
            assertThat(client.read(REPLY).from(5)).isEqualTo(Bytes.tiny(2));
        }
    }

    @Test
    void namesAreCountedInBytesAndAreUtf8() throws IOException {
        try (RawPeer client = client()) {
            client.send(
                    Frames.declare()
                            .number(40)
                            .method("é".repeat(513) + ".next")
                            .build(),
                    Frames.request().method(40).call(CALL).message(ONE).build());
            expectError(client, INVALID_ARGUMENT, "service name: 1026 bytes (expected: at most 1024)");

            byte[] declaration = new Bytes()
                    .u16(41)
                    .text("Probe")
                    .u16(2)
                    .raw(NOT_UTF8)
                    .text("tiny")
                    .u16(0)
                    .frame(2);
            client.send(
                    declaration,
                    Frames.request().method(41).call(CALL).message(ONE).build());
            expectError(client, INVALID_ARGUMENT, "method name: the bytes c328 (expected: UTF-8)");

            client.send(
                    Frames.declare().number(42).method(".next").build(),
                    Frames.request().method(42).call(CALL).message(ONE).build());
            expectError(client, UNIMPLEMENTED, "unknown service:  (expected one of: Probe, Streams)");
            client.send(
                    Frames.declare()
                            .number(43)
                            .method("Probe.next")
                            .serializer("")
                            .build(),
                    Frames.request().method(43).call(CALL).message(ONE).build());
            expectError(client, INVALID_ARGUMENT, "unknown serializer:  (expected one of: json, tiny)");
        }
    }

    @Test
    void oneMethodMayHaveTwoNumbers() throws IOException {
        try (RawPeer client = client()) {
            client.send(
                    Frames.declare().number(40).method("Probe.next").build(),
                    Frames.declare().number(41).method("Probe.next").build());
            for (int method : new int[] {40, 41}) {
                client.send(
                        Frames.request().method(method).call(CALL).message(ONE).build());
                assertThat(client.read(REPLY).from(5)).isEqualTo(Bytes.tiny(2));
            }
        }
    }

    @Test
    void idIsFreeOnceItsErrorIsReadEvenWithMissingChunks() throws IOException {
        byte[] refused = Frames.request()
                .method(99)
                .call(CALL)
                .chunkedOf(1000)
                .message((byte) 1)
                .build();
        try (RawPeer client = client()) {
            client.send(Frames.declare().number(40).method("Probe.next").build(), refused)
                    .read(ERROR);
            client.send(Frames.request().method(40).call(CALL).message(ONE).build());
            assertThat(client.read(REPLY).fields())
                    .isEqualTo(new Bytes().u8(0).u32(CALL).raw(Bytes.tiny(2)).array());
        }
    }

    @Test
    void compressorsThatTheServerLacksAreLeftOutOfItsHello() throws IOException {
        Bytes hello = new Bytes().u8(1).u8(9).u32(0xffffffffL).u32(4096).u32(0).u32(0xffffffffL);
        for (String name : new String[] {"brotli", "gzip", "", "NO NAME"}) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            hello = name.equals("brotli") ? hello.u8(4) : hello;
            hello.u8(utf8.length).raw(utf8);
        }
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .compression("gzip")
                        .start();
                RawPeer client = RawPeer.connect(server.address())) {
            client.send(Bytes.PREFACE, hello.frame(1)).readPreface();
            assertThat(client.read(1).fields())
                    .isEqualTo(new Bytes()
                            .u8(1)
                            .u8(1)
                            .u32(1)
                            .u32(4 << 20)
                            .u32(8 << 10)
                            .u32(1024)
                            .u8(1)
                            .u8(4)
                            .raw("gzip".getBytes(StandardCharsets.US_ASCII))
                            .array());
        }
    }
}
