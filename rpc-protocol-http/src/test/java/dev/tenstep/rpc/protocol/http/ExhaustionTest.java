package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.RawPeer.Outcome;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that a client which takes more than its share, or gives nothing, is stopped, while others are served. */
@Timeout(120)
final class ExhaustionTest {
    private static final Duration SOON = Duration.ofMillis(300);
    /** Ten times the patience, and the server's interval of a second between checks. */
    private static final Duration TEN_TIMES = SOON.plusSeconds(1).multipliedBy(10);

    private static final int INITIAL_WINDOW = 4;

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT
            .withProgressTimeout(SOON)
            .withHelloTimeout(SOON)
            .withMaxHeld((long) (32 << 20)));

    private static void assertSoon(long startNanos) {
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isBetween(SOON, TEN_TIMES);
    }

    private static void literal(ByteArrayOutputStream to, int first, String name, String value) {
        to.write(first);
        for (String text : List.of(name, value)) {
            assertThat(text.length()).isLessThan(4096);
            if (text.length() < 127) {
                to.write(text.length());
            } else {
                to.write(127);
                to.write(((text.length() - 127) & 0x7f) | 0x80);
                to.write((text.length() - 127) >>> 7);
            }
            to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void headerListOfManyReferencesToOneLongFieldIsRefusedForThatRequest() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(call("Next"));
        literal(bomb, 0x40, "a", "x".repeat(4000));
        for (int i = 0; i < 12_000; i++) {
            bomb.write(0x80 | 62);
        }
        SERVER.attacker().send(new RawFrames().headers(1, true, bomb.toByteArray()));
        assertThat(SERVER.attacker().response(1).fields())
                .containsAllEntriesOf(Map.of(":status", "431", "grpc-status", "8"));
        SERVER.assertServed(3);
    }

    @Test
    void tableThatIsFilledAndEmptiedAgainAndAgainDelaysNobody() throws Exception {
        for (int stream = 1; stream < 400; stream += 2) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                // The table's size: 0, then 4096.
                block.writeBytes(new byte[] {0x20, 0x3f, (byte) 0xe1, 0x1f});
            }
            block.writeBytes(call("Next"));
            for (int i = 0; i < 300; i++) {
                literal(block, 0x40, "k" + i, "v" + stream);
            }
            SERVER.attacker()
                    .send(new RawFrames()
                            .headers(stream, false, block.toByteArray())
                            .data(stream, true, number("next", stream)));
            assertThat(SERVER.attacker().response(stream).fields()).containsKey(":status");
        }
    }

    @Test
    void windowOfTheConnectionBeyondTheMostEndsIt() throws IOException {
        SERVER.attacker().send(new RawFrames().windowUpdate(0, Integer.MAX_VALUE));
        SERVER.goAway(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void windowOfAStreamBeyondTheMostEndsTheStream() throws Exception {
        SERVER.attacker().send(new RawFrames().headers(1, false, call("Hold")).windowUpdate(1, Integer.MAX_VALUE));
        SERVER.reset(1, ErrorCode.FLOW_CONTROL_ERROR);
        SERVER.assertServed(3);
    }

    @Test
    void firstWindowThatTakesAStreamBeyondTheMostEndsTheConnection() throws IOException {
        SERVER.attacker()
                .send(new RawFrames()
                        .headers(1, false, call("Hold"))
                        .windowUpdate(1, 1 << 30)
                        .settings(INITIAL_WINDOW, Integer.MAX_VALUE));
        SERVER.goAway(ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Test
    void dataBeyondTheWindowEndsTheStream() throws Exception {
        RawFrames flood = new RawFrames().headers(1, false, call("Sum"));
        byte[] elements = new byte[16_384];
        for (int i = 0; i < 4; i++) {
            flood.data(1, false, elements);
        }
        SERVER.attacker().send(flood);
        SERVER.reset(1, ErrorCode.FLOW_CONTROL_ERROR);
        SERVER.assertServed(3);
    }

    private static RawFrames ask(int stream, int length) {
        return new RawFrames().headers(stream, false, call("Bytes")).data(stream, true, number("bytes", length));
    }

    @Test
    void windowThatIsChangedBackAndForthLosesNoByte() throws Exception {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames().settings(INITIAL_WINDOW, 10).all(ask(1, 30_000)));
        for (int i = 0; i < 200; i++) {
            client.send(new RawFrames().settings(INITIAL_WINDOW, 0).settings(INITIAL_WINDOW, 10 + 100 * i));
        }
        client.send(new RawFrames().settings(INITIAL_WINDOW, 60_000));
        Outcome outcome = client.response(1);
        assertThat(outcome.fields()).containsEntry("grpc-status", "0");
        assertThat(outcome.body()).hasSize(RawFrames.message(new byte[5 + 30_000]).length);
    }

    @Test
    void streamsThatWaitForBothWindowsGoOnWhicheverOpensFirst() throws Exception {
        RawPeer client = SERVER.attacker();
        // The streams' windows are empty, and then that of the connection: 65,535 bytes.
        client.send(new RawFrames()
                .settings(INITIAL_WINDOW, 0)
                .all(ask(1, 1000))
                .all(ask(3, 70_000))
                .windowUpdate(3, 80_000));
        int received = 0;
        while (received < 65_535) {
            received += client.next(RawFrames.DATA).payload().length;
        }
        client.send(new RawFrames().windowUpdate(1, 2000).windowUpdate(0, 100_000));
        Outcome outcome = client.response(1);
        assertThat(outcome.fields()).containsEntry("grpc-status", "0");
    }

    @Test
    void connectionWindowThatOpensBitByBitServesAllThatWait() throws Exception {
        RawPeer client = SERVER.attacker();
        RawFrames many = new RawFrames().all(ask(1, 65_535 - 10)).settings(INITIAL_WINDOW, 1 << 20);
        for (int i = 1; i <= 400; i++) {
            many.all(ask(2 * i + 1, 20));
        }
        client.send(many);
        RawFrames updates = new RawFrames();
        for (int i = 0; i < 900; i++) {
            updates.windowUpdate(0, 14);
        }
        client.send(updates);
        int ended = 0;
        while (ended < 401) {
            Frame frame = client.next();
            assertThat(frame.type()).as(String.valueOf(frame)).isNotEqualTo(RawFrames.GOAWAY);
            ended += frame.last() ? 1 : 0;
        }
    }

    @Test
    void answersThatWaitForAWindowWhichNeverOpensAreDroppedInTime() throws Exception {
        RawPeer client = SERVER.attacker();
        long start = System.nanoTime();
        RawFrames many = new RawFrames().settings(INITIAL_WINDOW, 0);
        for (int i = 0; i < 100; i++) {
            many.all(ask(2 * i + 1, 50_000));
        }
        client.send(many);
        for (int i = 0; i < 100; i++) {
            assertThat(ErrorCode.of(client.next(RawFrames.RST_STREAM).code())).isEqualTo(ErrorCode.CANCEL);
        }
        assertSoon(start);
        client.send(new RawFrames().settings(INITIAL_WINDOW, 60_000));
        SERVER.assertServed(1001);
    }

    @Test
    void windowOfAStreamThatOpensBehindAClosedOneOfTheConnectionIsNoProgress() throws Exception {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames().all(ask(1, 65_535 - 10)).all(ask(3, 50_000)));
        assertThat(client.response(1).fields()).containsEntry("grpc-status", "0");
        long start = System.nanoTime();
        CompletableFuture<Frame> reset = CompletableFuture.supplyAsync(() -> {
            try {
                return client.next(RawFrames.RST_STREAM);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        while (!reset.isDone()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TEN_TIMES);
            client.send(new RawFrames().windowUpdate(3, 1));
            try {
                reset.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException open) {
                // Once more.
            }
        }
        assertThat(reset.join().stream()).isEqualTo(3);
        assertThat(ErrorCode.of(reset.join().code())).isEqualTo(ErrorCode.CANCEL);
    }

    @Test
    void answersThatWaitForAWindowAreBoundedByTheMemoryLimit() throws Exception {
        RawPeer client = SERVER.attacker();
        RawFrames many = new RawFrames().settings(INITIAL_WINDOW, 0);
        for (int i = 0; i < 40; i++) {
            many.all(ask(2 * i + 1, 1 << 20));
        }
        client.send(many);
        // A single connection may hold half of the 32 MiB: the rest is refused, and then all is dropped.
        int refused = 0;
        int dropped = 0;
        while (refused + dropped < 40) {
            Frame frame = client.next();
            boolean reset = frame.type() == RawFrames.RST_STREAM;
            dropped += reset && frame.code() == ErrorCode.CANCEL.number() ? 1 : 0;
            refused += frame.type() == RawFrames.HEADERS && frame.last() ? 1 : 0;
        }
        assertThat(dropped).isBetween(10, 16);
        client.send(new RawFrames().settings(INITIAL_WINDOW, 60_000));
        SERVER.assertServed(1001);
    }

    @Test
    void headerBlockThatIsNotCompletedEndsTheConnection() throws Exception {
        long start = System.nanoTime();
        SERVER.attacker().send(new RawFrames().frame(RawFrames.HEADERS, 0, 1, new byte[] {(byte) 0x82}));
        assertThat(SERVER.goAway(ErrorCode.ENHANCE_YOUR_CALM).text())
                .isEqualTo("a header block was not complete within 600 ms");
        assertSoon(start);
    }

    /** Sends the bytes one at a time, until the server has closed the connection. */
    private static void trickle(RawPeer client, byte[] bytes) throws Exception {
        CompletableFuture<List<Frame>> closed = CompletableFuture.supplyAsync(() -> {
            try {
                return client.untilClosed();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < bytes.length && !closed.isDone(); i++) {
            client.send(new byte[] {bytes[i]});
            try {
                closed.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException open) {
                // The next byte.
            }
        }
        assertThat(closed).isDone();
    }

    @Test
    void frameThatTricklesEndsTheConnection() throws Exception {
        long start = System.nanoTime();
        trickle(
                SERVER.attacker(),
                new RawFrames().headers(1, true, new byte[16_000]).bytes());
        assertSoon(start);
    }

    @Test
    void headerBlockThatTricklesInFramesEndsTheConnection() throws Exception {
        long start = System.nanoTime();
        RawFrames parts = new RawFrames().frame(RawFrames.HEADERS, 0, 1);
        for (int i = 0; i < 1000; i++) {
            parts.frame(RawFrames.CONTINUATION, 0, 1, (byte) 0x82);
        }
        trickle(SERVER.attacker(), parts.bytes());
        assertSoon(start);
    }

    @Test
    void halfAFrameEndsTheConnection() throws IOException {
        byte[] whole = new RawFrames().headers(1, true, call("Next")).bytes();
        for (int length : new int[] {1, 8, 9, whole.length - 1}) {
            SERVER.attacker(RawPeer.greeted(SERVER.address()));
            long start = System.nanoTime();
            SERVER.attacker().send(Arrays.copyOf(whole, length));
            SERVER.attacker().untilClosed();
            assertSoon(start);
        }
    }

    @Test
    void halfAPrefaceEndsTheConnection() throws IOException {
        SERVER.attacker(new RawPeer(SERVER.address()));
        long start = System.nanoTime();
        SERVER.attacker().send(Arrays.copyOf(new RawFrames().preface().bytes(), 20));
        SERVER.attacker().untilClosed();
        assertSoon(start);
    }

    @Test
    void clientThatDoesNotReadItsAnswersIsNotReadAnyMore() throws Exception {
        SERVER.attacker(RawPeer.narrow(SERVER.address()));
        RawPeer deaf = SERVER.attacker();
        deaf.send(new RawFrames().settings(INITIAL_WINDOW, Integer.MAX_VALUE).windowUpdate(0, 1 << 30));
        int calls = 600;
        int before = SERVER.handler().asked();
        for (int i = 0; i < calls; i++) {
            deaf.send(new RawFrames().all(ask(2 * i + 1, 100_000)));
        }
        Eventually.until("the client is not read", () -> SERVER.handler().asked() - before > 50);
        for (int i = 0; i < 10; i++) {
            SERVER.victim().awaitMore();
        }
        // Eight megabytes wait for it, and what its socket takes.
        assertThat(SERVER.handler().asked() - before).isLessThan(200);
        int ended = 0;
        while (ended < calls) {
            ended += deaf.next().last() ? 1 : 0;
        }
    }
}
