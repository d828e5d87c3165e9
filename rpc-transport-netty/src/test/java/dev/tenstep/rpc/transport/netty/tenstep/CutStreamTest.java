package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.CANCELLED;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.CALL;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.count;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.declarations;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.echo;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.expectToGoOn;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.firstPart;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.ignore;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.items;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.request;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.silence;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamClientTest.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests calls with streams that are cancelled, or whose connection is cut, at every stage: each is answered once, and
 * ends once.
 */
final class CutStreamTest {
    private static final int REPLY = 4;
    private static final int ERROR = 5;
    private static final int ITEM = 11;

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private static RawPeer client() throws IOException {
        return RawPeer.streamClient(SERVED.address()).send(declarations());
    }

    /** A stage of a call at which it is cancelled: the bytes sent, and the number of frames received before. */
    private record Stage(String name, byte[] sent, int frames, byte[] sentAfter) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] longText() {
        return request("texts")
                .results()
                .message(new Bytes().u8(1).u32(50).u32(3_000_000).array())
                .build();
    }

    static Stream<Stage> stages() {
        byte[] chunk = Frames.chunk().call(CALL).message(new byte[9]).build();
        return Stream.of(
                new Stage("with the request", new byte[0], 0, sum()),
                new Stage("before the first element", ignore(), 0, new byte[0]),
                new Stage("between elements", RawPeer.concat(ignore(), items(3)), 0, items(1)),
                new Stage("in an element", RawPeer.concat(ignore(), items(1), firstPart(10, 1)), 0, chunk),
                new Stage(
                        "after the end",
                        RawPeer.concat(
                                ignore(), items(1), Frames.end().call(CALL).build()),
                        0,
                        new byte[0]),
                new Stage("before the first result", silence(), 1, new byte[0]),
                new Stage("between results", RawPeer.concat(echo(), items(2)), 3, items(2)),
                new Stage(
                        "when the credit is used up",
                        count(500),
                        129,
                        Frames.credit().call(CALL).messages(500).bytes(5000).build()),
                new Stage("in a result", longText(), 2, new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void cancelledCallIsAnsweredOnce(Stage stage) throws IOException {
        try (RawPeer client = client()) {
            client.send(stage.sent);
            for (int i = 0; i < stage.frames; i++) {
                assertThat(client.read().type()).isEqualTo(i == 0 ? REPLY : ITEM);
            }
            if (stage.frames == 0 && stage.sent.length > 0) {
                SERVED.streams().taken();
            }
            byte[] cancel = Frames.cancel().call(CALL).build();
            client.send(
                    stage.name.equals("with the request")
                            ? RawPeer.concat(stage.sentAfter, cancel)
                            : RawPeer.concat(cancel, stage.sentAfter, cancel));

            RawPeer.Frame last = client.read();
            while (last.type() == ITEM || last.type() == 6) {
                last = client.read();
            }
            assertThat(last.type()).isEqualTo(ERROR);
            assertThat(last.u32(1)).isEqualTo(CALL);
            assertThat(last.u8(5)).as(last.text(6)).isEqualTo(CANCELLED.number());
            expectToGoOn(client);
            SERVED.streams().taken.forEach(taken -> assertThat(taken.ends()).isLessThanOrEqualTo(1));
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void cutConnectionEndsTheHandlersStreamsOnce(Stage stage) throws IOException {
        for (boolean reset : new boolean[] {false, true}) {
            SERVED.streams().forget();
            try (RawPeer client = client()) {
                client.send(stage.sent, stage.name.equals("with the request") ? stage.sentAfter : new byte[0]);
                for (int i = 0; i < stage.frames; i++) {
                    client.read();
                }
                boolean publishes = stage.frames > 0 && !stage.name.equals("between results");
                Taken<?> taken = stage.frames > 0 ? null : SERVED.streams().taken();
                Counted<?> published = publishes ? SERVED.streams().published() : null;
                if (reset) {
                    client.reset();
                } else {
                    client.socket().close();
                }

                Eventually.until(
                        "both ends have ended",
                        () -> (taken == null || taken.ends() > 0) && (published == null || published.cancelled() > 0));
                if (taken != null) {
                    assertThat(taken.ends()).isEqualTo(1);
                    assertThat(taken.ended).isCompletedExceptionally();
                }
            }
        }
    }
}
