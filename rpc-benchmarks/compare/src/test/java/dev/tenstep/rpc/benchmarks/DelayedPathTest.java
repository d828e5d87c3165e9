package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a delayed path delivers everything in order, and not before it is due. */
@Timeout(30)
final class DelayedPathTest {
    private static final int DELAY_MILLIS = 20;

    @Test
    void bytesArriveInOrderAfterTheDelayAndThenTheEnd() throws Exception {
        byte[] sent = new byte[1_000_000];
        new Random(5).nextBytes(sent);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayedPath path = new DelayedPath(server.getLocalPort(), DELAY_MILLIS);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), path.port())) {
            CompletableFuture<byte[]> echoed = CompletableFuture.supplyAsync(() -> echo(server));
            long begun = System.nanoTime();
            client.getOutputStream().write(sent);
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2 * DELAY_MILLIS));
            assertThat(echoed.get()).isEqualTo(sent);
        }
    }

    /** Reads to the end, then sends it all back. */
    private static byte[] echo(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            byte[] all = in.readAllBytes();
            socket.getOutputStream().write(all);
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
