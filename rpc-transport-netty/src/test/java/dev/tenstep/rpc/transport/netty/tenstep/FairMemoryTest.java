package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that the memory held for all connections of a server is bounded, and that none can take what another needs. */
final class FairMemoryTest {
    private static final int MIB = 1 << 20;
    private static final KernelSettings SMALL = KernelSettings.DEFAULT.withMaxHeld((long) MIB);
    private static final int REPLY = 4;
    private static final int ERROR = 5;

    @RegisterExtension
    static final Served SERVED = new Served(SMALL);

    private final List<RawPeer> peers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawPeer peer : peers) {
            peer.close();
        }
    }

    private RawPeer peer(String method) throws IOException {
        RawPeer peer = RawPeer.client(SERVED.address());
        peers.add(peer);
        peer.send(Frames.declare().number(0).method("Probe." + method).build());
        return peer;
    }

    private static byte[] begin(int call, int total, byte... first) {
        return Frames.request()
                .method(0)
                .call(call)
                .chunkedOf(total)
                .message(first)
                .build();
    }

    private static void answered(RawPeer peer, int length) throws IOException {
        byte[] message = Bytes.tinyText("x".repeat(length));
        byte[] first = Arrays.copyOf(message, 60_000);
        peer.send(begin(9, message.length, first));
        for (int at = first.length; at < message.length; at += 60_000) {
            peer.send(Frames.chunk()
                    .call(9)
                    .message(Arrays.copyOfRange(message, at, Math.min(message.length, at + 60_000)))
                    .build());
        }
        assertThat(peer.read(REPLY).u32(1)).isEqualTo(9);
    }

    @Test
    void announcedLengthsTakeNothingFromOthers() throws IOException {
        for (int i = 0; i < 16; i++) {
            RawPeer announcer = peer("length");
            for (int call = 0; call < 4; call++) {
                announcer.send(begin(call, 4 * MIB, (byte) 1));
            }
            announcer.send(Frames.ping(1));
            announcer.read(9);
        }
        answered(peer("length"), 300_000);
    }

    @Test
    void connectionThatHoldsMuchIsRefusedWhileOthersAreServed() throws IOException {
        RawPeer greedy = peer("length");
        byte[] part = new byte[60_000];
        for (int call = 0; call < 4; call++) {
            greedy.send(begin(call, 400_000, part));
            for (int i = 0; i < 5; i++) {
                greedy.send(Frames.chunk().call(call).message(part).build());
            }
        }
        RawPeer.Frame refused = greedy.read(ERROR);
        assertThat(refused.u8(0)).as("not started").isEqualTo(8);
        assertThat(refused.u8(5)).isEqualTo(RESOURCE_EXHAUSTED.number());
        assertThat(refused.text(6)).contains("a message of 400000 bytes", "at most 1048576");

        answered(peer("length"), 100_000);
        greedy.close();
        Eventually.until("all memory is free", () -> free(900_000));
    }

    private boolean free(int length) {
        try {
            RawPeer peer = peer("length");
            peer.send(
                    begin(1, length, new byte[100_000]), Frames.cancel().call(1).build());
            return peer.read(ERROR).u8(5) != RESOURCE_EXHAUSTED.number();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void decompressedLengthIsCounted() throws IOException {
        RawPeer peer = RawPeer.connect(SERVED.address());
        peers.add(peer);
        byte[] limits =
                Arrays.copyOfRange(Frames.hello().build(), 5, Frames.hello().build().length);
        peer.send(
                Bytes.PREFACE,
                new Bytes()
                        .raw(limits)
                        .u8(1)
                        .u8(4)
                        .raw("gzip".getBytes(US_ASCII))
                        .frame(1),
                Frames.declare().number(0).method("Probe.length").build());
        peer.readPreface();
        peer.read(1);
        for (int i = 0; i < 5; i++) {
            peer.send(Frames.request()
                    .method(0)
                    .call(1)
                    .compressed()
                    .message(gzip(3 * MIB))
                    .build());
            RawPeer.Frame refused = peer.read(ERROR);
            assertThat(refused.u8(0)).as("not started").isEqualTo(8);
            assertThat(refused.u8(5)).isEqualTo(RESOURCE_EXHAUSTED.number());
            assertThat(refused.text(6)).contains("a compressed message of more than", "at most 1048576");
        }
        for (int i = 0; i < 50; i++) {
            peer.send(Frames.request()
                    .method(0)
                    .call(2)
                    .compressed()
                    .message(gzip(200_000))
                    .build());
            peer.read(REPLY);
        }
    }

    /** Makes the parameters for a text of that length, compressed by the first compressor in the server's hello. */
    private static byte[] gzip(int length) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        compressed.write(0);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(Bytes.tinyText("x".repeat(length)));
        }
        return compressed.toByteArray();
    }

    @Test
    void partialFramesAreCounted() throws IOException {
        byte[] part = Arrays.copyOf(
                Frames.request().method(0).call(1).message(new byte[120_000]).build(), 100_000);
        int closed = 0;
        for (int i = 0; i < 40 && closed == 0; i++) {
            RawPeer slow = peer("length");
            slow.send(part);
            slow.socket().setSoTimeout(200);
            closed += isClosed(slow) ? 1 : 0;
        }
        assertThat(closed).as("one was closed before the limit was reached").isEqualTo(1);
        assertThat(peers).hasSizeLessThan(20);
    }

    private static boolean isClosed(RawPeer peer) throws IOException {
        try {
            peer.readToEnd();
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        }
    }

    @Test
    void slowMessageTimesOut() throws IOException {
        KernelSettings settings = KernelSettings.DEFAULT.withMessageTimeout(Duration.ofMillis(500));
        try (RpcServer server = Served.server(settings, new ProbeHandler()).start();
                RawPeer slow = RawPeer.client(server.address())) {
            slow.send(Frames.declare().number(0).method("Probe.length").build());
            slow.send(Frames.request()
                    .method(0)
                    .call(1)
                    .timeoutMillis(0)
                    .chunkedOf(100_000)
                    .message((byte) 1)
                    .build());
            slow.socket().setSoTimeout(50);
            RawPeer.Frame answer = null;
            while (answer == null) {
                slow.send(Frames.chunk().call(1).message((byte) 1).build());
                answer = next(slow);
            }
            assertThat(answer.u8(0)).as("not started").isEqualTo(8);
            assertThat(answer.u8(5)).isEqualTo(DEADLINE_EXCEEDED.number());
            assertThat(answer.text(6)).isEqualTo("the request's message was not complete within 500 ms");
        }
    }

    private static RawPeer.Frame next(RawPeer peer) throws IOException {
        try {
            return peer.read();
        } catch (java.net.SocketTimeoutException nothing) {
            return null;
        }
    }

    @Test
    void slowFrameEndsItsConnection() throws IOException {
        KernelSettings settings = KernelSettings.DEFAULT.withMessageTimeout(Duration.ofMillis(500));
        try (RpcServer server = Served.server(settings, new ProbeHandler()).start();
                RawPeer slow = RawPeer.client(server.address())) {
            byte[] frame =
                    Frames.request().method(0).call(1).message(new byte[10_000]).build();
            slow.socket().setSoTimeout(20);
            assertThatThrownBy(() -> {
                        for (byte each : frame) {
                            slow.send(new byte[] {each});
                            next(slow);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void declarationsAreLimited() throws IOException {
        String name = "n".repeat(1024);
        int refused = 0;
        for (int i = 0; i < 80 && refused == 0; i++) {
            RawPeer peer = peer("length");
            for (int id = 1; id < 4096; id += 16) {
                peer.send(Frames.declare()
                        .number(id)
                        .method(name + "." + name)
                        .serializer(name)
                        .build());
            }
            peer.send(Frames.ping(1));
            RawPeer.Frame answer = peer.read();
            refused += answer.type() == 10 && answer.u8(1) == 5 ? 1 : 0;
        }
        assertThat(refused).as("one was sent to another server").isEqualTo(1);
    }
}
