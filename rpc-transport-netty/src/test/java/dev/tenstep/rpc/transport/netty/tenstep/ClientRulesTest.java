package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.INTERNAL;
import static dev.tenstep.rpc.call.StatusCode.NOT_FOUND;
import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that clients keep rules of docs/protocol.md that two implementations might read differently. */
final class ClientRulesTest {
    private static final int METADATA = 2;
    private static final int OTHER = 4711;

    private interface Answer {
        byte[] to(int call);
    }

    private static FakeServer server(Answer answer) throws IOException {
        return new FakeServer(peer -> {
            peer.greetWithStreams();
            peer.send(answer.to(peer.readRequest().u32(3))).readToEnd();
        });
    }

    private static Outcome call(FakeServer.Script script) throws IOException {
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Outcome outcome = Outcome.of(() -> client.stub(Probe.class).next(1));
            assertThat(server.failures()).isEmpty();
            return outcome;
        }
    }

    /** Calls {@code next} on a server that answers with these bytes. */
    private static Outcome answered(Answer answer) throws IOException {
        return call(peer -> {
            peer.greetWithStreams();
            peer.send(answer.to(peer.readRequest().u32(3))).readToEnd();
        });
    }

    /** Expects a protocol error about an answer to a call whose results are a stream. */
    private static void expectComplaintOfResults(String complaint, Answer answer) throws IOException {
        try (FakeServer server = server(answer);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Taken<Integer> results = new Taken<>(0);
            client.stub(StreamProbe.class).count(5).subscribe(results);
            results.failsWith(UNAVAILABLE).contains(complaint);
        }
    }

    @Test
    void malformedFrameOfAnUnknownCallBreaksTheProtocol() throws IOException {
        answered(call -> Frames.chunk().call(OTHER).build()).is(UNAVAILABLE).contains("chunk: 0 bytes (expected: 1..");
        answered(call -> new Bytes().u8(0).u32(OTHER).u32(1).u16(0).frame(13))
                .is(UNAVAILABLE)
                .contains("credit: a field of 4 bytes (expected: at most the 2");
        answered(call -> Frames.item().call(OTHER).chunkedOf(9).build())
                .is(UNAVAILABLE)
                .contains("chunk: 0 bytes (expected: 1..9)");
        answered(call -> Frames.end()
                        .call(OTHER)
                        .metadata()
                        .rest((byte) 0, (byte) 9)
                        .build())
                .is(UNAVAILABLE)
                .contains("end: a field of 9 bytes (expected: at most the 0");
        answered(call -> Frames.reply().call(OTHER).chunkedOf(9).build())
                .is(UNAVAILABLE)
                .contains("chunk: 0 bytes (expected: 1..9)");
        answered(call -> Frames.reply()
                        .call(OTHER)
                        .metadata()
                        .rest((byte) 0, (byte) 9)
                        .build())
                .is(UNAVAILABLE)
                .contains("reply: a field of 9 bytes (expected: at most the 0");
        answered(call -> new Bytes().u8(0).u32(OTHER).u8(5).u16(9).frame(5))
                .is(UNAVAILABLE)
                .contains("error: a field of 9 bytes (expected: at most the 0");
    }

    @Test
    void replyBeforeResultsHasNoMessage() throws IOException {
        String complaint = "before results that are a stream (expected: no message)";
        expectComplaintOfResults(
                complaint, call -> Frames.reply().call(call).message((byte) 1).build());
        expectComplaintOfResults(complaint, call -> Frames.reply()
                .call(call)
                .chunkedOf(0xffffffffL)
                .message((byte) 1)
                .build());
        expectComplaintOfResults(
                complaint, call -> Frames.reply().call(call).compressed().build());
    }

    @Test
    void creditForAStreamThatTheCallDoesNotHaveIsRefused() throws IOException {
        answered(call -> Frames.credit().call(call).messages(1).bytes(1).build())
                .is(UNAVAILABLE)
                .contains(", which has no such stream");
        expectComplaintOfResults(
                "which has no such stream",
                call -> Frames.credit().call(call).messages(1).bytes(1).build());
    }

    @Test
    void bytesAfterTheFieldsAreSkipped() throws IOException {
        byte[] more = new byte[3];
        Answer answer = call -> RawPeer.concat(
                new Bytes().u64(1).raw(more).frame(9),
                new Bytes().u8(0).u32(OTHER).u32(1).u32(1).raw(more).frame(13),
                Frames.reply().call(call).build(),
                Frames.item().call(call).number(4).build(),
                Frames.end().call(call).message(more).build());
        try (FakeServer server = server(answer);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Taken<Integer> results = new Taken<>();
            client.stub(StreamProbe.class).count(5).subscribe(results);
            Eventually.until("the results have ended", results.ended::isDone);
            assertThat(results.ended.join()).isEqualTo("complete");
            assertThat(results.got).containsExactly(4);
        }
    }

    @Test
    void zeroCreditIsAccepted() throws IOException {
        Answer answer = call -> RawPeer.concat(
                Frames.credit().call(call).messages(0).bytes(0).build(),
                Frames.reply().call(call).message(Bytes.tinyParameters(6)).build());
        try (FakeServer server = server(answer);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            int sum = client.stub(StreamProbe.class)
                    .sum(new Counted<>(1_000_000, i -> i))
                    .toCompletableFuture()
                    .join();
            assertThat(sum).isEqualTo(6);
        }
    }

    @Test
    void metadataThatIsNotUtf8IsInternal() throws IOException {
        byte[] block = new Bytes().u8(1).u8('k').u16(1).u8(0xff).array();
        byte[] rest =
                new Bytes().u16(block.length).raw(block).raw(Bytes.tiny(2)).array();
        answered(call -> Frames.reply().call(call).metadata().rest(rest).build())
                .is(INTERNAL)
                .isEqualTo("metadata key k: a value that is not UTF-8 (expected: UTF-8, or a key that ends in -bin)");
    }

    @Test
    void errorWithUnreadableMetadataIsThatErrorWithoutMetadata() throws IOException {
        byte[] block = new Bytes().u8(1).u8('K').u16(0).array();
        Outcome outcome = answered(call -> new Bytes()
                .u8(METADATA)
                .u32(call)
                .u8(NOT_FOUND.number())
                .text("so it is")
                .u16(0)
                .u16(block.length)
                .raw(block)
                .frame(5));
        outcome.is(NOT_FOUND).isEqualTo("so it is");
        assertThat(outcome.failure().metadata().isEmpty()).isTrue();
    }

    @Test
    void textsOverTheirLimitAreTakenAndWhatIsNotUtf8IsShown() throws IOException {
        byte[] text = ("x".repeat(60_000) + "é").getBytes(StandardCharsets.UTF_8);
        text[0] = (byte) 0xff;
        answered(call -> new Bytes()
                        .u8(0)
                        .u32(call)
                        .u8(NOT_FOUND.number())
                        .u16(text.length)
                        .raw(text)
                        .u16(0)
                        .frame(5))
                .is(NOT_FOUND)
                .isEqualTo("\ufffd" + "x".repeat(59_999) + "é");
        answered(call -> new Bytes().u8(0).u8(2).u16(text.length).raw(text).frame(10))
                .is(UNAVAILABLE)
                .contains("\ufffdxxx");
    }

    @ParameterizedTest
    @CsvSource({"1, 9", "0, 1", "9, 1"})
    void serverHelloWithoutAChosenVersionIsRefused(int lowest, int highest) throws IOException {
        byte[] hello = Frames.hello().build();
        hello[5] = (byte) lowest;
        hello[6] = (byte) highest;
        call(server -> server.send(Bytes.PREFACE, hello).readToEnd())
                .is(UNAVAILABLE)
                .contains("hello of versions " + lowest + ".." + highest + " (expected: 1..1)");
    }

    /** A compressor that this client did not offer still takes a number, which cannot be used. */
    @Test
    void featuresAndCompressorsThatWereNotOfferedAreIgnored() throws IOException {
        byte[] hello = new Bytes()
                .u8(1)
                .u8(1)
                .u32(0xffffffffL)
                .u32(4 << 20)
                .u32(8 << 10)
                .u32(9)
                .u8(2)
                .u8(6)
                .raw("brotli".getBytes(StandardCharsets.US_ASCII))
                .u8(4)
                .raw("gzip".getBytes(StandardCharsets.US_ASCII))
                .frame(1);
        FakeServer.Script script = peer -> {
            peer.readPreface();
            peer.read(1);
            peer.send(Bytes.PREFACE, hello);
            peer.send(Frames.reply()
                    .call(peer.readRequest().u32(3))
                    .message(Bytes.tiny(2))
                    .build());
            int second = peer.readRequest().u32(3);
            peer.send(Frames.reply()
                            .call(second)
                            .compressed()
                            .message((byte) 0, (byte) 1)
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Probe probe = client.stub(Probe.class);
            assertThat(probe.next(1)).isEqualTo(2);
            Outcome.of(() -> probe.next(1)).is(INTERNAL).contains("compressed with number 0");
            assertThat(server.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void goAwayBeforeTheHelloEndsTheConnectionAtOnceWhateverItsReason(int reason) throws IOException {
        RpcException failure = call(server -> server.send(
                                Bytes.PREFACE,
                                Frames.goAway()
                                        .notStarted()
                                        .reason(reason)
                                        .text("not now")
                                        .build())
                        .readToEnd())
                .failure();
        assertThat(failure.code()).isEqualTo(UNAVAILABLE);
        assertThat(failure.notStarted()).isTrue();
        assertThat(failure).hasMessageContaining("not now");
    }
}
