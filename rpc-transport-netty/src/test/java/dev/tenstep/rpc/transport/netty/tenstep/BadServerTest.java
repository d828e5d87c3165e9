package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.INTERNAL;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static dev.tenstep.rpc.call.StatusCode.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests servers that break the protocol or speak another one: calls fail and name the reason. */
final class BadServerTest {
    private static final KernelSettings IMPATIENT = KernelSettings.DEFAULT.withHelloTimeout(Duration.ofMillis(200));
    private static final Duration TEN_TIMES = Duration.ofSeconds(8);

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    /** Calls a server that runs the script, and returns the outcome of the call. */
    private static Outcome call(FakeServer.Script script) throws IOException {
        try (FakeServer server = new FakeServer(script);
                RpcClient client = Served.client(server.address(), IMPATIENT).build()) {
            Outcome outcome = Outcome.of(() -> client.stub(Probe.class).next(1));
            assertThat(server.failures()).isEmpty();
            return outcome;
        }
    }

    /** Calls a server that says hello and answers the request with these bytes. */
    private static Outcome answered(Answer answer) throws IOException {
        return call(server -> {
            server.greet();
            int call = server.readRequest().u32(3);
            server.send(answer.to(call)).readToEnd();
        });
    }

    private interface Answer {
        byte[] to(int call);
    }

    private static Frames error(int call, int code) {
        return Frames.error().call(call).code(code).text("so it is");
    }

    @Test
    void silentServerTimesOut() throws IOException {
        long start = System.nanoTime();
        call(RawPeer::readToEnd)
                .maybeStarted()
                .here()
                .is(UNAVAILABLE)
                .contains("did not say hello within 200 ms", "may or may not have been executed");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TEN_TIMES);
    }

    @ParameterizedTest
    @CsvSource({
        "485454502f312e3120343030, HTTP/1",
        "15030300020246, TLS",
        "000012040000000000, HTTP/2",
        "7b226572726f72223a, JSON"
    })
    void serverOfAnotherProtocolIsNamed(String hex, String protocol) throws IOException {
        byte[] beginning = HexFormat.of().parseHex(hex);
        call(server -> server.send(beginning).readToEnd())
                .notStarted()
                .is(UNAVAILABLE)
                .contains("does not speak Tenstep", "which looks like " + protocol, hex.substring(0, 2) + " ");
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        byte[] bytes = new byte[200];
        new Random(3).nextBytes(bytes);
        call(server -> server.send(bytes).readToEnd())
                .notStarted()
                .is(UNAVAILABLE)
                .contains("does not speak Tenstep: it began with");
    }

    @Test
    void serverThatClosesAtOnceMayHaveExecutedTheCall() throws IOException {
        call(RawPeer::close).is(UNAVAILABLE);
    }

    @Test
    void helloOfAnotherVersionIsRefused() throws IOException {
        byte[] hello = Frames.hello().build();
        hello[5] = 2;
        hello[6] = 2;
        call(server -> server.send(Bytes.PREFACE, hello).readToEnd())
                .is(UNAVAILABLE)
                .contains("hello of versions 2..2 (expected: 1..1)");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 8, 11})
    void firstFrameOtherThanHelloIsRefused(int type) throws IOException {
        byte[] frame = new Bytes().raw(new byte[20]).frame(type);
        call(server -> server.send(Bytes.PREFACE, frame).readToEnd())
                .is(UNAVAILABLE)
                .contains("frame type " + type + " (expected: hello, type 1)");
    }

    @ParameterizedTest
    @CsvSource({"00000000, 0", "00020001, 131073", "7fffffff, 2147483647", "ffffffff, 4294967295"})
    void invalidFrameLengthIsRefused(String hex, String shown) throws IOException {
        answered(call -> HexFormat.of().parseHex(hex))
                .maybeStarted()
                .is(UNAVAILABLE)
                .contains("frame length: " + shown + " (expected: 1..131072)");
    }

    @Test
    void unknownFrameTypeIsRefused() throws IOException {
        answered(call -> new Bytes().u32(call).frame(14)).is(UNAVAILABLE).contains("frame type 14 from a server");
    }

    @Test
    void unknownFlagIsRefused() throws IOException {
        answered(call -> Frames.reply().call(call).flags(32).rest(Bytes.tiny(2)).build())
                .is(UNAVAILABLE)
                .contains("reply: flags 32 (expected: a subset of 135)");
        answered(call -> error(call, 5).flags(1).build())
                .is(UNAVAILABLE)
                .contains("error: flags 1 (expected: a subset of 26)");
    }

    @Test
    void serverIsToldHowItBrokeTheProtocol() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        FakeServer.Script script = server -> {
            server.greet();
            server.send(new Bytes().frame(77));
            heard.complete(server.readGoAway(2));
        };
        // The call may end before the server has read everything, so the server is closed only when it has.
        try (FakeServer server = new FakeServer(script);
                RpcClient client = Served.client(server.address(), IMPATIENT).build()) {
            Outcome.of(() -> client.stub(Probe.class).next(1)).is(UNAVAILABLE);
            assertThat(heard.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("frame type 77 from a server");
        }
    }

    @Test
    void unknownStatusCodeBecomesUnknown() throws IOException {
        answered(call -> error(call, 99).build())
                .fromServer()
                .maybeStarted()
                .is(UNKNOWN)
                .isEqualTo("status code 99 (expected: 1..16): so it is");
        answered(call -> error(call, 0).notStarted().build())
                .notStarted()
                .is(UNKNOWN)
                .contains("status code 0");
    }

    @Test
    void exceptionThatTheClientDoesNotDeclareBecomesUnknown() throws IOException {
        answered(call -> error(call, 2)
                        .flags(16)
                        .rest(new Bytes().text("Surprise").u8(1).array())
                        .build())
                .is(UNKNOWN)
                .isEqualTo("Probe.next failed with Surprise, which it does not declare on this client: so it is");
    }

    @Test
    void unreadableResultIsInternal() throws IOException {
        answered(call -> Frames.reply().call(call).message((byte) 1).build())
                .is(INTERNAL)
                .contains("the result of Probe.next cannot be read");
        answered(call -> Frames.reply().call(call).message(new byte[5]).build())
                .is(INTERNAL)
                .contains("bytes after the message");
    }

    @Test
    void unreadableMetadataEndsOnlyItsCall() throws IOException {
        byte[] upperCase = new Bytes().u8(1).raw((byte) 'K').u16(0).array();
        byte[] torn = new Bytes().u8(9).raw((byte) 'k').array();
        for (byte[] block : new byte[][] {upperCase, torn}) {
            byte[] rest =
                    new Bytes().u16(block.length).raw(block).raw(Bytes.tiny(2)).array();
            answered(call -> Frames.reply().call(call).metadata().rest(rest).build())
                    .is(INTERNAL)
                    .contains("metadata");
        }
        byte[] tooLong =
                new Bytes().u16(9000).raw(new byte[9000]).raw(Bytes.tiny(2)).array();
        answered(call -> Frames.reply().call(call).metadata().rest(tooLong).build())
                .is(RESOURCE_EXHAUSTED)
                .isEqualTo("reply metadata: 9000 bytes (expected: at most 8192)");
    }

    @Test
    void resultOverTheLimitEndsOnlyItsCallBeforeItArrives() throws IOException {
        answered(call -> Frames.reply()
                        .call(call)
                        .chunkedOf(0xffffffffL)
                        .message((byte) 0)
                        .build())
                .is(RESOURCE_EXHAUSTED)
                .isEqualTo("the result of Probe.next is 4294967295 bytes (expected: at most 4194304)");
    }

    @Test
    void chunksBeyondTheMessageAreRefused() throws IOException {
        answered(call -> RawPeer.concat(
                        Frames.reply()
                                .call(call)
                                .chunkedOf(10)
                                .message(new byte[4])
                                .build(),
                        Frames.chunk().call(call).message(new byte[7]).build()))
                .is(UNAVAILABLE)
                .contains("chunk: 7 bytes (expected: 1..6)");
    }

    @Test
    void emptyChunkIsRefused() throws IOException {
        answered(call -> Frames.reply().call(call).chunkedOf(10).build())
                .is(UNAVAILABLE)
                .contains("chunk: 0 bytes (expected: 1..10)");
    }

    @Test
    void secondHelloIsRefused() throws IOException {
        answered(call -> Frames.hello().build()).maybeStarted().is(UNAVAILABLE).contains("a second hello");
    }

    @Test
    void helloWithATooSmallLimitIsRefused() throws IOException {
        for (byte[] hello : new byte[][] {
            Frames.hello().maxMessage(1023).maxInFlight(1).build(),
            Frames.hello().maxMessage(1024).maxInFlight(0).build()
        }) {
            call(server -> server.send(Bytes.PREFACE, hello).readToEnd())
                    .is(UNAVAILABLE)
                    .contains("hello: a limit of ", "(expected: at least ");
        }
    }

    @Test
    void fieldBeyondTheFrameIsRefused() throws IOException {
        answered(call -> Frames.reply()
                        .call(call)
                        .metadata()
                        .rest(new Bytes().u16(100).u8(1).array())
                        .build())
                .is(UNAVAILABLE)
                .contains("reply: a field of 100 bytes (expected: at most the 1 that remain in the frame)");
        answered(call -> new Bytes().u8(0).u32(call).u8(5).u16(500).u8(1).frame(5))
                .is(UNAVAILABLE)
                .contains("error: a field of 500 bytes");
        answered(call -> new Bytes().u8(0).frame(4)).is(UNAVAILABLE).contains("reply: 1 bytes (expected: at least 5)");
    }

    @Test
    void clientFrameIsRefused() throws IOException {
        answered(call -> new Bytes().u32(call).frame(7)).is(UNAVAILABLE).contains("frame type 7 from a server");
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "0, 3", "0, 5", "0, 77", "8, 5", "8, 77"})
    void goAwayOtherThanDrainEndsItsCallsAtOnce(int flags, int reason) throws IOException {
        byte[] goAway =
                Frames.goAway().flags(flags).reason(reason).text("because").build();
        Outcome outcome = answered(call -> goAway);
        outcome.is(UNAVAILABLE).contains("the server closed the connection: because");
        assertThat(outcome.failure().notStarted()).isEqualTo(flags == 8);
    }

    @Test
    void timesOfMoreOrFewerStepsAreAccepted() throws IOException {
        for (int count : new int[] {0, 1, 255}) {
            Bytes times = new Bytes().u8(count);
            for (int i = 0; i < count; i++) {
                times.u64(-1);
            }
            answered(call -> Frames.reply()
                            .call(call)
                            .flags(4)
                            .rest(times.raw(new byte[5]).array())
                            .build())
                    .is(INTERNAL)
                    .contains("cannot be read");
        }
    }

    @Test
    void answersToUnknownCallsAndSecondAnswersAreIgnored() throws IOException {
        FakeServer.Script script = server -> {
            server.greet();
            for (int i = 0; i < 3; i++) {
                RawPeer.Frame request = server.readRequest();
                int call = request.u32(3);
                server.send(
                        Frames.reply().call(call + 1).message(Bytes.tiny(-1)).build(),
                        Frames.reply().call(0xfffffff0).message(Bytes.tiny(-1)).build(),
                        error(12345, 5).build(),
                        Frames.chunk().call(4711).message(new byte[3]).build(),
                        Frames.reply().call(call).message(Bytes.tiny(10 + i)).build(),
                        Frames.reply().call(call).message(Bytes.tiny(-1)).build(),
                        error(call, 5).build());
            }
            server.readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client = Served.client(server.address(), IMPATIENT).build()) {
            Probe probe = client.stub(Probe.class);

            assertThat(probe.next(1)).isEqualTo(10);
            assertThat(probe.next(1)).isEqualTo(11);
            assertThat(probe.next(1)).isEqualTo(12);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void partialRepliesAreCounted() throws Exception {
        int total = 400_000;
        byte[] part = new byte[60_000];
        FakeServer.Script script = server -> {
            server.greet();
            int first = server.readRequest().u32(3);
            int second = server.readRequest().u32(3);
            for (int call : new int[] {first, second}) {
                server.send(
                        Frames.reply().call(call).chunkedOf(total).message(part).build());
                for (int sent = part.length; sent + part.length < total; sent += part.length) {
                    server.send(Frames.chunk().call(call).message(part).build());
                }
            }
            server.readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT.withMaxHeld(1L << 20))
                        .build()) {
            Probe probe = client.stub(Probe.class);
            CompletableFuture<String> first = probe.textAtOnce(1).toCompletableFuture();
            CompletableFuture<String> second = probe.textAtOnce(2).toCompletableFuture();
            Outcome.of(second)
                    .maybeStarted()
                    .is(RESOURCE_EXHAUSTED)
                    .contains("a result of 400000 bytes", "at most 1048576");
            assertThat(first).isNotDone();
        }
    }

    @Test
    void httpPageAfterTheHelloIsRefused() throws IOException {
        answered(call -> "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                .is(UNAVAILABLE)
                .contains("frame length: 1213486160");
    }
}
