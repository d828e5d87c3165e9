package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a client which sends frames without end, and gets nowhere, loses its connection, and nobody else does. */
@Timeout(60)
final class FloodsTest {
    private static final int RESETS = 250;
    private static final int MANY = 1100;

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private static Arguments error(String name, BiConsumer<RawFrames, Integer> error) {
        return Arguments.of(name, error);
    }

    private static void open(RawFrames to, int stream) {
        to.headers(stream, false, call("Hold")).data(stream, true, number("hold", 1));
    }

    /** The ways to have a stream reset: by the client, and by errors for which the server does it. */
    static Stream<Arguments> resets() {
        return Stream.of(
                error("CVE-2023-44487, rapid reset", (to, stream) -> {
                    open(to, stream);
                    to.reset(stream, ErrorCode.CANCEL.number());
                }),
                error("CVE-2025-8671, window update of 0", (to, stream) -> {
                    open(to, stream);
                    to.windowUpdate(stream, 0);
                }),
                error("CVE-2025-8671, window beyond the most", (to, stream) -> {
                    open(to, stream);
                    to.windowUpdate(stream, Integer.MAX_VALUE);
                }),
                error("CVE-2025-8671, DATA after the end", (to, stream) -> {
                    open(to, stream);
                    to.data(stream, false, new byte[1]);
                }),
                error("CVE-2025-8671, HEADERS after the end", (to, stream) -> {
                    open(to, stream);
                    to.headers(stream, true, new byte[0]);
                }),
                error("CVE-2025-8671, trailers without the end", (to, stream) -> to.headers(stream, false, call("Hold"))
                        .headers(stream, false, new byte[0])),
                error(
                        "CVE-2025-8671, a malformed request",
                        (to, stream) -> to.headers(stream, true, call("Hold", "connection", "close"))),
                error("CVE-2025-8671, empty HEADERS", (to, stream) -> to.headers(stream, true, new byte[0])),
                error("CVE-2025-8671, another length", (to, stream) -> to.headers(
                                stream, false, call("Hold", "content-length", "7"))
                        .data(stream, true, number("hold", 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resets")
    void streamsThatAreResetWithoutEndEndTheConnection(String name, BiConsumer<RawFrames, Integer> error)
            throws IOException {
        RawFrames flood = new RawFrames();
        for (int i = 0; i < RESETS; i++) {
            error.accept(flood, 2 * i + 1);
        }
        SERVER.attacker().send(flood);
        assertThat(SERVER.goAway(ErrorCode.ENHANCE_YOUR_CALM).text())
                .as(name)
                .isEqualTo("streams reset: 201 more than completed (expected: at most 200 in 30 s)");
    }

    private static Arguments flood(String name, RawFrames before, RawFrames each) {
        return Arguments.of(name, before, each);
    }

    /** The frames that carry no message. */
    static Stream<Arguments> frames() {
        RawFrames nothing = new RawFrames();
        RawFrames open = new RawFrames().headers(1, false, call("Sum"));
        RawFrames answered = new RawFrames().headers(1, false, RawFrames.grpc("Nothing/Next", Attacked.TINY));
        return Stream.of(
                flood("SETTINGS with another window", open, new RawFrames().settings(4, 1 << 20)),
                flood("SETTINGS acks", nothing, new RawFrames().frame(RawFrames.SETTINGS, 1, 0)),
                flood("PING acks", nothing, new RawFrames().frame(RawFrames.PING, 1, 0, new byte[8])),
                flood("PRIORITY", nothing, new RawFrames().frame(RawFrames.PRIORITY, 0, 3, new byte[5])),
                flood("unknown frames", nothing, new RawFrames().frame(0x77, 0, 0, new byte[3])),
                flood("GOAWAY", nothing, new RawFrames().frame(RawFrames.GOAWAY, 0, 0, new byte[8])),
                flood("empty DATA", open, new RawFrames().data(1, false, new byte[0])),
                flood("padded empty DATA", open, new RawFrames().frame(RawFrames.DATA, RawFrames.PADDED, 1, new byte[] {
                            1, 0
                        })),
                flood("window updates of the connection", nothing, new RawFrames().windowUpdate(0, 1)),
                flood("window updates of a stream", open, new RawFrames().windowUpdate(1, 1)),
                flood("window updates of a closed stream", answered, new RawFrames().windowUpdate(1, 1)),
                flood("HEADERS of a closed stream", answered, new RawFrames().headers(1, true, new byte[0])),
                flood("empty DATA of a closed stream", answered, new RawFrames().data(1, true, new byte[0])),
                flood("RST_STREAM of a closed stream", answered, new RawFrames().reset(1, 8)),
                flood(
                        "empty CONTINUATION",
                        new RawFrames().frame(RawFrames.HEADERS, 0, 1, new byte[] {(byte) 0x82}),
                        new RawFrames().frame(RawFrames.CONTINUATION, 0, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void framesWithoutAMessageEndTheConnection(String name, RawFrames before, RawFrames each) throws IOException {
        RawFrames flood = new RawFrames().all(before);
        for (int i = 0; i < MANY; i++) {
            flood.all(each);
        }
        SERVER.attacker().send(flood);
        assertThat(SERVER.goAway(ErrorCode.ENHANCE_YOUR_CALM).text())
                .as(name)
                .isEqualTo("frames without a message: 1001 (expected: at most 1000 in 10 s while no stream completes)");
    }

    @Test
    void framesBetweenCallsThatAreAnsweredAreAccepted() throws Exception {
        for (int stream = 1; stream < 10; stream += 2) {
            RawFrames some = new RawFrames();
            for (int i = 0; i < 900; i++) {
                some.frame(RawFrames.PRIORITY, 0, stream + 2, new byte[5]);
            }
            SERVER.attacker().send(some);
            SERVER.assertServed(stream);
        }
    }

    @Test
    void settingsWhoseAcksAreNotReadEndTheConnection() throws IOException {
        RawFrames flood = new RawFrames();
        for (int i = 0; i < MANY; i++) {
            flood.settings();
        }
        SERVER.attacker().send(flood);
        assertThat(SERVER.attacker().untilClosed()).hasSizeLessThan(MANY);
    }

    @Test
    void pingsEndTheConnection() throws IOException {
        RawFrames flood = new RawFrames();
        for (int i = 0; i < 10; i++) {
            flood.frame(RawFrames.PING, 0, 0, new byte[8]);
        }
        SERVER.attacker().send(flood);
        List<Frame> all = SERVER.attacker().untilClosed();
        Frame last = all.get(all.size() - 1);
        assertThat(last.type()).isEqualTo(RawFrames.GOAWAY);
        assertThat(last.text()).isEqualTo("too_many_pings");
        assertThat(all).filteredOn(each -> each.type() == RawFrames.PING).hasSize(3);
    }

    @Test
    void continuationsThatNeverEndTheBlockEndTheConnection() throws IOException {
        RawFrames flood = new RawFrames().frame(RawFrames.HEADERS, 0, 1, new byte[] {(byte) 0x82});
        byte[] part = new byte[1000];
        Arrays.fill(part, (byte) 0x82);
        for (int i = 0; i < 100; i++) {
            flood.frame(RawFrames.CONTINUATION, 0, 1, part);
        }
        SERVER.attacker().send(flood);
        assertThat(SERVER.goAway(ErrorCode.ENHANCE_YOUR_CALM).text())
                .isEqualTo("header block: more than 32768 bytes (expected: fewer)");
    }

    @Test
    void continuationsThatEndABlockThatIsTooLongEndTheConnection() throws IOException {
        byte[] part = new byte[16_384];
        Arrays.fill(part, (byte) 0x82);
        SERVER.attacker()
                .send(new RawFrames()
                        .frame(RawFrames.HEADERS, 0, 1, part)
                        .frame(RawFrames.CONTINUATION, 0, 1, part)
                        .frame(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 1, part));
        SERVER.goAway(ErrorCode.ENHANCE_YOUR_CALM);
    }

    @Test
    void dataOfAResetStreamIsDroppedOnlyAsFarAsItsWindow() throws Exception {
        RawPeer attacker = SERVER.attacker();
        attacker.send(new RawFrames().headers(1, false, call("Hold", "connection", "close")));
        SERVER.reset(1, ErrorCode.PROTOCOL_ERROR);
        RawFrames late = new RawFrames();
        for (int i = 0; i < 4; i++) {
            late.data(1, false, new byte[16_000]);
        }
        attacker.send(late);
        SERVER.assertServed(3);
        attacker.send(new RawFrames().data(1, false, new byte[16_000]));
        assertThat(SERVER.goAway(ErrorCode.FLOW_CONTROL_ERROR).text())
                .isEqualTo("DATA beyond the window of stream 1, which was reset, by 14465");
    }

    @Test
    void streamsBeyondTheLimitAreRefusedOneByOneAndAFloodOfThemEndsTheConnection() throws IOException {
        RawFrames many = new RawFrames();
        for (int i = 0; i < 1024 + RESETS; i++) {
            many.headers(2 * i + 1, false, call("Hold"));
        }
        SERVER.attacker().send(many);
        List<Frame> all = SERVER.attacker().untilClosed();
        List<Frame> resets =
                all.stream().filter(each -> each.type() == RawFrames.RST_STREAM).toList();
        assertThat(resets).hasSize(200).allSatisfy(each -> {
            assertThat(each.stream()).isGreaterThan(2 * 1024);
            assertThat(ErrorCode.of(each.code())).isEqualTo(ErrorCode.REFUSED_STREAM);
        });
        Frame last = all.get(all.size() - 1);
        assertThat(last.type()).isEqualTo(RawFrames.GOAWAY);
        assertThat(ErrorCode.of(last.code())).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
    }
}
