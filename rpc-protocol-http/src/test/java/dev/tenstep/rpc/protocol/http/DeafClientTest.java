package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.Attacked.call;
import static dev.tenstep.rpc.protocol.http.Attacked.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.RawPeer.Frame;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a client which never reads does not keep its connection forever. */
@Timeout(60)
final class DeafClientTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final KernelSettings ONE =
            KernelSettings.DEFAULT.withMaxConnections(1).withProgressTimeout(SOON);

    private static RpcServer server(KernelSettings settings) {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .settings(settings)
                .drain(Duration.ofSeconds(30))
                .service(Counting.class, new Counting.Handler())
                .start();
    }

    /** Returns a client that has asked for more than the network takes, and reads nothing. */
    private static RawPeer deaf(RpcServer server) throws IOException {
        RawPeer deaf = RawPeer.narrow(server.address());
        deaf.send(new RawFrames().settings(4, Integer.MAX_VALUE).windowUpdate(0, 1 << 30));
        for (int stream = 1; stream < 4; stream += 2) {
            deaf.send(new RawFrames()
                    .headers(stream, false, call("Bytes"))
                    .data(stream, true, number("bytes", 3_000_000)));
        }
        return deaf;
    }

    /** Returns whether the server takes another connection. */
    private static boolean place(RpcServer server) {
        try (RawPeer client = RawPeer.greeted(server.address())) {
            client.send(new RawFrames().frame(RawFrames.PING, 0, 0, new byte[8]));
            Frame frame = client.next();
            while (frame.type() != RawFrames.PING && frame.type() != RawFrames.GOAWAY) {
                frame = client.next();
            }
            return frame.type() == RawFrames.PING;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void idleConnectionOfAClientThatNeverReadsIsClosed() throws IOException {
        try (RpcServer server = server(ONE.withIdleTimeout(SOON));
                RawPeer deaf = deaf(server)) {
            Eventually.until("its place is free", () -> place(server));
            assertThat(deaf.isClosedHere()).isFalse();
        }
    }

    @Test
    void drainedConnectionOfAClientThatNeverReadsIsClosed() throws IOException {
        RpcServer server = server(ONE);
        try (RawPeer deaf = deaf(server)) {
            assertThat(place(server)).isFalse();
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(deaf.isClosedHere()).isFalse();
        }
    }
}
