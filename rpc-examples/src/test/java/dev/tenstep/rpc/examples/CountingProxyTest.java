package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CountingProxyTest {
    private static final int TIMEOUT_MILLIS = 10_000;

    @Test
    void countsWhatItPassesOnInEachDirection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CountingProxy proxy = CountingProxy.to("127.0.0.1:" + server.getLocalPort())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> answerTwice(server));
            String[] address = proxy.address().split(":");
            try (Socket client = new Socket(address[0], Integer.parseInt(address[1]))) {
                client.setSoTimeout(TIMEOUT_MILLIS);
                client.getOutputStream().write(new byte[] {1, 2, 3});
                assertThat(client.getInputStream().readNBytes(6)).containsExactly(1, 2, 3, 1, 2, 3);
            }
            served.join();
            assertThat(proxy.count()).isEqualTo(new CountingProxy.Count(3, 6));
        }
    }

    @Test
    void closesAConnectionThatTheServerRefuses() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (CountingProxy proxy = CountingProxy.to("127.0.0.1:" + free)) {
            String[] address = proxy.address().split(":");
            try (Socket client = new Socket(address[0], Integer.parseInt(address[1]))) {
                client.setSoTimeout(TIMEOUT_MILLIS);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static void answerTwice(ServerSocket server) {
        try (Socket peer = server.accept()) {
            byte[] request = peer.getInputStream().readNBytes(3);
            peer.getOutputStream().write(request);
            peer.getOutputStream().write(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
