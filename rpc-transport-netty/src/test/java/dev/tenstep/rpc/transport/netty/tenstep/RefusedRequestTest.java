package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests faults that only end one call: the connection and its other calls go on. */
final class RefusedRequestTest {
    private static final int NOT_STARTED = 8;
    private static final int INVALID_ARGUMENT = 3;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int METHODS = 4096;
    private static final byte[] ONE = Bytes.tinyParameters(1);

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT.withMaxInFlight(3));

    /** A client's bytes, and the error that answers the last frame. */
    private record Refused(String name, byte[] sent, int flags, int code, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Refused declared(String name, byte[] declaration, int code, String text) {
        return new Refused(
                name,
                RawPeer.concat(
                        declaration,
                        Frames.request().method(1).call(1).message(ONE).build()),
                NOT_STARTED,
                code,
                text);
    }

    private static byte[] withFingerprint(int length) {
        return Frames.declare()
                .number(1)
                .method("Probe.next")
                .fingerprint(new byte[length])
                .build();
    }

    private static byte[] withMetadata(byte[] block) {
        return Frames.request()
                .method(0)
                .call(1)
                .metadata()
                .rest(new Bytes().u16(block.length).raw(block).raw(ONE).array())
                .build();
    }

    private static byte[] chunked(long total) {
        return Frames.request()
                .method(0)
                .call(1)
                .chunkedOf(total)
                .message((byte) 1)
                .build();
    }

    static Stream<Refused> refused() {
        String longName = "x".repeat(1025);
        byte[] upperCase = new Bytes().u8(1).raw((byte) 'K').u16(0).array();
        return Stream.of(
                new Refused(
                        "an undeclared method",
                        Frames.request().method(7).call(1).message(ONE).build(),
                        NOT_STARTED,
                        UNIMPLEMENTED,
                        "method id 7 was never declared on this connection"),
                declared(
                        "an unknown service",
                        Frames.declare().number(1).method("Prob.next").build(),
                        UNIMPLEMENTED,
                        "unknown service: Prob (expected one of: Probe, Streams)"),
                declared(
                        "an unknown method",
                        Frames.declare().number(1).method("Probe.nxt").build(),
                        UNIMPLEMENTED,
                        "unknown method of Probe: nxt (expected one of: fail, failLater, hold, holdLater, length,"
                                + " lengthLater, next, nextAtOnce, nothing, text, textAtOnce)"),
                declared(
                        "an unknown serializer",
                        Frames.declare()
                                .number(1)
                                .method("Probe.next")
                                .serializer("huge")
                                .build(),
                        INVALID_ARGUMENT,
                        "unknown serializer: huge (expected one of: json, tiny)"),
                declared(
                        "an overlong service name",
                        Frames.declare().number(1).method(longName + ".next").build(),
                        INVALID_ARGUMENT,
                        "service name: 1025 bytes (expected: at most 1024)"),
                declared(
                        "an overlong method name",
                        Frames.declare().number(1).method("Probe." + longName).build(),
                        INVALID_ARGUMENT,
                        "method name: 1025 bytes (expected: at most 1024)"),
                declared(
                        "an overlong serializer name",
                        Frames.declare()
                                .number(1)
                                .method("Probe.next")
                                .serializer(longName)
                                .build(),
                        INVALID_ARGUMENT,
                        "serializer name: 1025 bytes (expected: at most 1024)"),
                declared(
                        "an overlong fingerprint",
                        withFingerprint((32 << 10) + 1),
                        INVALID_ARGUMENT,
                        "fingerprint: 32769 bytes (expected: at most 32768)"),
                new Refused(
                        "unreadable metadata",
                        withMetadata(upperCase),
                        NOT_STARTED,
                        INVALID_ARGUMENT,
                        "metadata key 'K' (expected: 1 to 255 lower-case letters, digits, '_', '-' and '.')"),
                new Refused(
                        "overlong metadata",
                        withMetadata(new byte[(8 << 10) + 1]),
                        NOT_STARTED,
                        RESOURCE_EXHAUSTED,
                        "request metadata: 8193 bytes (expected: at most 8192)"),
                new Refused(
                        "an overlong message",
                        chunked((4 << 20) + 1),
                        NOT_STARTED,
                        RESOURCE_EXHAUSTED,
                        "a message of 4194305 bytes (expected: at most 4194304, and with others in flight at most"
                                + " 16777216)"),
                new Refused(
                        "a message of the maximum length",
                        chunked(0xffffffffL),
                        NOT_STARTED,
                        RESOURCE_EXHAUSTED,
                        "a message of 4294967295 bytes (expected: at most 4194304, and with others in flight at most"
                                + " 16777216)"),
                new Refused(
                        "unreadable parameters",
                        Frames.request().method(0).call(1).message((byte) 1).build(),
                        NOT_STARTED,
                        INVALID_ARGUMENT,
                        "the parameters of Probe.next cannot be read with tiny: java.io.EOFException"));
    }

    private static byte[] reply(int call, int result) {
        return Frames.reply().call(call).message(Bytes.tiny(result)).fields();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void endsOnlyItsCallHoweverOften(Refused refused) throws IOException {
        try (RawPeer client = RawPeer.client(SERVED.address())) {
            client.send(Frames.declare().number(0).method("Probe.next").build());
            byte[] request = refused.sent;
            for (int i = 0; i < 5; i++) {
                client.send(request);
                RawPeer.Frame answer = client.read(5);
                assertThat(answer.text(6)).isEqualTo(refused.text);
                assertThat(answer.fields())
                        .isEqualTo(Frames.error()
                                .call(1)
                                .flags(refused.flags)
                                .code(refused.code)
                                .text(refused.text)
                                .fields());

                client.send(
                        Frames.chunk().call(1).message(new byte[100]).build(),
                        Frames.request().method(0).call(2).message(ONE).build());
                assertThat(client.read(4).fields()).isEqualTo(reply(2, 2));
                request = withoutDeclaration(request);
            }
        }
    }

    /** Leaves out the declaration, which is made only once. */
    private static byte[] withoutDeclaration(byte[] sent) {
        return sent[4] == 2 ? Frames.request().method(1).call(1).message(ONE).build() : sent;
    }

    @Test
    void allMethodNumbersMayBeDeclared() throws IOException {
        try (RawPeer client = RawPeer.client(SERVED.address())) {
            Bytes declarations = new Bytes();
            for (int id = 0; id < METHODS; id++) {
                declarations.raw(
                        Frames.declare().number(id).method("Probe.next").build());
            }
            client.send(
                    declarations.array(),
                    Frames.request().method(METHODS - 1).call(1).message(ONE).build());
            assertThat(client.read(4).fields()).isEqualTo(reply(1, 2));

            client.send(Frames.declare().number(METHODS).method("Probe.next").build());
            assertThat(client.readGoAway(2)).isEqualTo("declare: method id 4096 (expected: 0..4095)");
        }
    }

    @Test
    void callsBeyondTheServersLimitAreRefusedWhileEarlierOnesAreAnswered() throws IOException {
        try (RawPeer client = RawPeer.client(SERVED.address())) {
            client.send(
                    Frames.declare().number(0).method("Probe.hold").build(),
                    Frames.declare().number(1).method("Probe.next").build());
            for (int call = 0; call < 3; call++) {
                client.send(Frames.request()
                        .method(0)
                        .call(call)
                        .message(Bytes.tinyParameters(call))
                        .build());
            }
            for (int call = 3; call < 10; call++) {
                client.send(Frames.request().method(1).call(call).message(ONE).build());
                assertThat(client.read(5).fields())
                        .isEqualTo(Frames.error()
                                .call(call)
                                .notStarted()
                                .code(RESOURCE_EXHAUSTED)
                                .text("the connection has 3 calls in flight (expected: at most 3)")
                                .fields());
            }
            Eventually.until("three are held", () -> SERVED.handler().holding() == 3);
            SERVED.handler().letGo();

            Set<Integer> answered = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                answered.add(client.read(4).u32(1));
            }
            assertThat(answered).containsExactlyInAnyOrder(0, 1, 2);
            client.send(Frames.request().method(1).call(3).message(ONE).build());
            assertThat(client.read(4).fields()).isEqualTo(reply(3, 2));
        }
    }

    /** Expects that call 3 is refused with a text that also says what the handlers are doing, as far as known. */
    private static void assertFull(RawPeer.Frame answer) {
        String text = answer.text(6);
        assertThat(text)
                .startsWith("the server is full: 3 calls are running or waiting")
                .matches("[^(]*( \\(handlers of rpc-handler: 1, of these 1 in Probe.hold\\))?");
        assertThat(answer.fields())
                .isEqualTo(Frames.error()
                        .call(3)
                        .notStarted()
                        .code(RESOURCE_EXHAUSTED)
                        .text(text)
                        .fields());
    }

    @Test
    void callsBeyondTheHandlersQueueAreRefusedWhoeverFilledIt() throws IOException {
        ProbeHandler handler = new ProbeHandler();
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, handler)
                        .handlers(1)
                        .queue(2)
                        .start();
                RawPeer greedy = RawPeer.client(server.address());
                RawPeer other = RawPeer.client(server.address())) {
            greedy.send(Frames.declare().number(0).method("Probe.hold").build());
            for (int call = 0; call < 4; call++) {
                greedy.send(Frames.request()
                        .method(0)
                        .call(call)
                        .message(Bytes.tinyParameters(call))
                        .build());
            }
            assertFull(greedy.read(5));

            other.send(
                    Frames.declare().number(0).method("Probe.next").build(),
                    Frames.declare().number(1).method("Probe.nextAtOnce").build(),
                    Frames.request().method(0).call(3).message(ONE).build());
            assertFull(other.read(5));
            other.send(Frames.request().method(1).call(4).message(ONE).build());
            assertThat(other.read(4).u32(1)).isEqualTo(4);

            Eventually.until("one is held", () -> handler.holding() == 1);
            for (int call = 0; call < 3; call++) {
                handler.letGo();
                assertThat(greedy.read(4).fields()).isEqualTo(reply(call, call));
                int next = call + 1;
                Eventually.until("the next is held", () -> handler.started() > next || next == 3);
            }
            other.send(Frames.request().method(0).call(5).message(ONE).build());
            assertThat(other.read(4).fields()).isEqualTo(reply(5, 2));
        }
    }
}
