package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that the windows grow where a sender fills them within a round trip, how far, and that nothing of them is lost. */
@Timeout(60)
final class LongPathTest {
    private static final int MIB = 1 << 20;
    private static final int FIRST = 65_535;
    private static final int LONGEST = 16 << 10;
    private static final byte[] MESSAGE =
            RawFrames.message(Messages.element(Counting.class, "lengths", new byte[16_000]));

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private int ofStream = FIRST;
    private int ofConnection = FIRST;
    private int mostOfStream;
    private int mostOfConnection;
    private byte[] ping;
    private long sincePing;
    private int measured;

    /** Takes the next frame that the server sends. */
    private void read(RawPeer.Frame frame) {
        if (frame.type() == RawFrames.WINDOW_UPDATE) {
            int more = ByteBuffer.wrap(frame.payload()).getInt();
            if (frame.stream() == 0) {
                ofConnection += more;
            } else {
                ofStream += more;
            }
            mostOfStream = Math.max(mostOfStream, ofStream);
            mostOfConnection = Math.max(mostOfConnection, ofConnection);
        } else if (frame.type() == RawFrames.PING) {
            assertThat(ping).as("a ping that is not answered").isNull();
            ping = frame.payload();
            sincePing = 0;
        }
    }

    /** Sends what the windows allow, and answers a ping when that was more than a window. */
    private void write(RawPeer client) throws IOException {
        RawFrames frames = new RawFrames();
        while (ofStream >= MESSAGE.length && ofConnection >= MESSAGE.length) {
            frames.data(1, false, MESSAGE);
            ofStream -= MESSAGE.length;
            ofConnection -= MESSAGE.length;
            sincePing += MESSAGE.length;
        }
        if (ping != null && sincePing >= mostOfStream) {
            frames.frame(RawFrames.PING, 1, 0, ping);
            ping = null;
            measured++;
        }
        client.send(frames);
    }

    @Test
    void windowsGrowWithWhatARoundTripCarries() throws IOException {
        RawPeer client = SERVER.attacker();
        client.send(new RawFrames().headers(1, false, call("Lengths")));
        while (mostOfStream < 2 * MIB || mostOfConnection < 2 * mostOfStream) {
            write(client);
            read(client.next());
        }
        assertThat(measured).isPositive();
        for (int i = 0; i < 200; i++) {
            write(client);
            read(client.next());
        }
        assertThat(mostOfStream).isBetween(2 * MIB, 8 * MIB);
        assertThat(mostOfConnection).isBetween(4 * MIB, 16 * MIB);
    }

    @Test
    void longMessagesGiveTheirPartOfTheWindowBackInWhateverFramesTheyCome() {
        try (RpcClient client = RpcClient.builder()
                .to(SERVER.address())
                .protocol("grpc")
                .serializer(new TinySerializer())
                .build()) {
            Stream<byte[]> blocks = Stream.generate(() -> new byte[64 << 10]).limit(500);
            assertThat(client.stub(Counting.class).lengths(blocks)).isEqualTo(500L * (64 << 10));
        }
    }

    @Test
    void framesMayBeLongerOnceOneWasAsLongAsTheyMayBeAndNotBefore() throws IOException {
        RawPeer client = SERVER.attacker();
        client.next(RawFrames.SETTINGS);
        byte[] first = RawFrames.message(new byte[1 << 20]);
        client.send(new RawFrames()
                .headers(1, false, call("Lengths"))
                .data(1, false, Arrays.copyOf(first, LONGEST))
                .settings());
        RawPeer.Frame announced = client.next(RawFrames.SETTINGS);
        while (announced.payload().length == 0) {
            announced = client.next(RawFrames.SETTINGS);
        }
        assertThat(announced.payload()).containsExactly(0, 5, 0, 2, 0, 0);
        client.send(
                new RawFrames().data(1, false, new byte[2 * LONGEST]).frame(RawFrames.DATA, 0, 1, new byte[131_073]));
        SERVER.goAway(ErrorCode.FRAME_SIZE_ERROR);
    }
}
