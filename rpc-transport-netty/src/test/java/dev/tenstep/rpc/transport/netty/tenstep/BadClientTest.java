package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests clients that break the protocol: they are told how, and their connections are closed. */
final class BadClientTest {
    private static final int PROTOCOL_ERROR = 2;
    private static final int VERSION = 3;

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private static RawPeer greeted() throws IOException {
        return RawPeer.client(SERVED.address());
    }

    private static String complaintAbout(byte[]... frames) throws IOException {
        try (RawPeer client = greeted()) {
            return client.send(frames).readGoAway(PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "{\"method\":\"next\"}",
                "\u0000"
            })
    void clientOfAnotherProtocolIsClosedSilently(String beginning) throws IOException {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(beginning.getBytes(StandardCharsets.ISO_8859_1)).expectEnd();
        }
    }

    /** A client that speaks TLS recognizes the preface, and one that reads on learns why. */
    @Test
    void tlsClientIsAnsweredInPlaintext() throws IOException {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1))
                    .readPreface();
            assertThat(client.readGoAway(PROTOCOL_ERROR)).contains("looks like TLS", "rpc.server.tls.certificate");
        }
    }

    @Test
    void randomBytesAreClosedSilently() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[1 + random.nextInt(3000)];
            random.nextBytes(bytes);
            bytes[0] = 0;
            try (RawPeer client = RawPeer.connect(SERVED.address())) {
                client.send(bytes).expectEnd();
            }
        }
    }

    @Test
    void randomFramesAreAnsweredOrCloseTheConnection() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            byte[] fields = new byte[random.nextInt(40)];
            random.nextBytes(fields);
            try (RawPeer client = greeted()) {
                client.send(new Bytes().raw(fields).frame(1 + random.nextInt(12)), new Bytes().frame(99));
                client.readGoAway(PROTOCOL_ERROR);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"00000000, 0", "00020001, 131073", "7fffffff, 2147483647", "ffffffff, 4294967295"})
    void invalidFrameLengthIsRefusedBeforeItsBytesArrive(String hex, String shown) throws IOException {
        assertThat(complaintAbout(HexFormat.of().parseHex(hex)))
                .isEqualTo("frame length: " + shown + " (expected: 1..131072)");
    }

    @Test
    void longestFrameIsAccepted() throws IOException {
        byte[] longest = new Bytes().u32(7).raw(new byte[(128 << 10) - 5]).frame(6);
        try (RawPeer client = greeted()) {
            client.send(longest, Frames.ping(5));

            assertThat(client.read(9).fields()).isEqualTo(new Bytes().u64(5).array());
        }
    }

    @Test
    void unknownFrameTypeIsRefused() throws IOException {
        assertThat(complaintAbout(new Bytes().u32(1).frame(14))).isEqualTo("frame type 14 from a client");
    }

    @Test
    void serverFrameIsRefused() throws IOException {
        assertThat(complaintAbout(Frames.reply().call(1).build())).isEqualTo("frame type 4 from a client");
    }

    @Test
    void unknownFlagIsRefused() throws IOException {
        assertThat(complaintAbout(Frames.request().method(0).call(1).flags(8).build()))
                .isEqualTo("request: flags 8 (expected: a subset of 231)");
        assertThat(complaintAbout(Frames.request().method(0).call(1).flags(255).build()))
                .contains("flags 255");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6, 8})
    void firstFrameOtherThanHelloIsRefused(int type) throws IOException {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(Bytes.PREFACE, new Bytes().raw(new byte[20]).frame(type))
                    .readPreface();

            assertThat(client.readGoAway(PROTOCOL_ERROR))
                    .isEqualTo("frame type " + type + " (expected: hello, type 1)");
        }
    }

    @Test
    void secondHelloIsRefused() throws IOException {
        assertThat(complaintAbout(Frames.hello().build())).isEqualTo("a second hello");
    }

    @Test
    void unsupportedVersionIsRefused() throws IOException {
        byte[] hello = Frames.hello().build();
        hello[5] = 7;
        hello[6] = 9;
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(Bytes.PREFACE, hello).readPreface();

            assertThat(client.readGoAway(VERSION))
                    .isEqualTo("the client speaks versions 7..9 of the protocol (expected: 1 among them)");
        }
    }

    @Test
    void helloWithLaterVersionsIsAnsweredWithTheCommonOne() throws IOException {
        byte[] hello = new Bytes()
                .u8(1)
                .u8(9)
                .u32(0xffffffffL)
                .u32(4096)
                .u32(100)
                .u32(10)
                .u8(0)
                .text("what a later version adds")
                .frame(1);
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(Bytes.PREFACE, hello).readPreface();

            assertThat(client.read(1).fields())
                    .isEqualTo(new Bytes()
                            .u8(1)
                            .u8(1)
                            .u32(1)
                            .u32(4 << 20)
                            .u32(8 << 10)
                            .u32(1024)
                            .u8(0)
                            .array());
        }
    }

    @Test
    void helloWithATooSmallLimitIsRefused() throws IOException {
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(
                            Bytes.PREFACE,
                            Frames.hello().maxMessage(1023).maxInFlight(1).build())
                    .readPreface();

            assertThat(client.readGoAway(PROTOCOL_ERROR)).isEqualTo("hello: a limit of 1023 (expected: at least 1024)");
        }
        try (RawPeer client = RawPeer.connect(SERVED.address())) {
            client.send(
                            Bytes.PREFACE,
                            Frames.hello().maxMessage(1024).maxInFlight(0).build())
                    .readPreface();

            assertThat(client.readGoAway(PROTOCOL_ERROR)).isEqualTo("hello: a limit of 0 (expected: at least 1)");
        }
    }

    @Test
    void methodIdBeyondTheLastOneIsRefused() throws IOException {
        assertThat(complaintAbout(
                        Frames.declare().number(4096).method("Probe.next").build()))
                .isEqualTo("declare: method id 4096 (expected: 0..4095)");
    }

    @Test
    void declaringAnIdTwiceIsRefused() throws IOException {
        byte[] declaration = Frames.declare().number(3).method("Probe.next").build();

        assertThat(complaintAbout(declaration, declaration)).isEqualTo("declare: method id 3 is declared already");
    }

    @Test
    void fieldBeyondTheFrameIsRefused() throws IOException {
        assertThat(complaintAbout(new Bytes().u16(0).u16(500).raw((byte) 'x').frame(2)))
                .isEqualTo("declare: a field of 500 bytes (expected: at most the 1 that remain in the frame)");
        assertThat(complaintAbout(new Bytes().u8(0).u16(0).frame(3)))
                .isEqualTo("request: 3 bytes (expected: at least 11)");
        assertThat(complaintAbout(new Bytes().u16(0).frame(7))).contains("cancel: a field of 4 bytes");
        assertThat(complaintAbout(new Bytes().u16(0).frame(6))).contains("chunk: a field of 4 bytes");
        assertThat(complaintAbout(new Bytes().u16(0).frame(8))).contains("ping: a field of 8 bytes");
    }

    @Test
    void callIdInUseIsRefused() throws IOException {
        byte[] hold = Frames.request()
                .method(0)
                .call(77)
                .message(Bytes.tinyParameters(5))
                .build();

        assertThat(complaintAbout(
                        Frames.declare().number(0).method("Probe.hold").build(), hold, hold))
                .isEqualTo("request: call id 77 is in use");
    }

    @Test
    void chunksBeyondTheMessageAreRefused() throws IOException {
        byte[] first = Frames.request()
                .method(0)
                .call(9)
                .chunkedOf(10)
                .message(new byte[6])
                .build();

        assertThat(complaintAbout(
                        Frames.declare().number(0).method("Probe.length").build(),
                        first,
                        Frames.chunk().call(9).message(new byte[5]).build()))
                .isEqualTo("chunk: 5 bytes (expected: 1..4)");
        assertThat(complaintAbout(
                        Frames.declare().number(0).method("Probe.length").build(),
                        first,
                        Frames.chunk().call(9).build()))
                .isEqualTo("chunk: 0 bytes (expected: 1..4)");
    }

    @Test
    void metadataLongerThanItsFrameIsRefused() throws IOException {
        byte[] request = Frames.request()
                .method(0)
                .call(1)
                .metadata()
                .rest(new Bytes().u16(100).raw((byte) 1).array())
                .build();

        assertThat(complaintAbout(
                        Frames.declare().number(0).method("Probe.next").build(), request))
                .isEqualTo("request: a field of 100 bytes (expected: at most the 1 that remain in the frame)");
    }

    @Test
    void halfClosedConnectionIsClosed() throws IOException {
        try (RawPeer client = greeted()) {
            client.send(
                    Frames.declare().number(0).method("Probe.hold").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .message(Bytes.tinyParameters(5))
                            .build());
            Eventually.until("the call is held", () -> SERVED.handler().holding() == 1);
            client.socket().shutdownOutput();
            client.expectEnd();
        }
    }

    @Test
    void framesAfterTheViolationAreNotExecuted() throws IOException {
        int before = SERVED.handler().started();

        complaintAbout(
                Frames.declare().number(0).method("Probe.next").build(),
                new Bytes().frame(99),
                Frames.request()
                        .method(0)
                        .call(1)
                        .message(Bytes.tinyParameters(1))
                        .build());

        assertThat(SERVED.handler().started()).isEqualTo(before);
    }
}
