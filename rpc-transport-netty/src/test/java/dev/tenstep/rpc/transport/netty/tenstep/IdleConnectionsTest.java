package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the memory that idle connections cost a server. */
final class IdleConnectionsTest {
    private static final int CONNECTIONS = 1500;
    private static final int MOST_EACH = 4096;
    private static final int LONG = 100_000;

    @Test
    void silentConnectionCostsLessThanFourKibibytesOfHeap() throws Exception {
        assertThat(eachOf(CONNECTIONS, RawPeer::connect)).isLessThan(MOST_EACH);
    }

    @Test
    void connectionReleasesTheMemoryOfABurst() throws Exception {
        assertThat(eachOf(CONNECTIONS, IdleConnectionsTest::busyOnce)).isLessThan(MOST_EACH);
    }

    private interface Connecting {
        RawPeer to(String address) throws IOException;
    }

    /** Opens a client that got a long answer and then sent a request in two parts. */
    private static RawPeer busyOnce(String address) throws IOException {
        RawPeer client = RawPeer.client(address);
        byte[] request = Frames.request()
                .method(1)
                .call(1)
                .message(Bytes.tinyText("x".repeat(LONG)))
                .build();
        client.send(
                Frames.declare().number(0).method("Probe.text").build(),
                Frames.declare().number(1).method("Probe.length").build());
        client.send(Frames.request()
                .method(0)
                .call(0)
                .message(Bytes.tinyParameters(20_000))
                .build());
        client.read(4);
        client.send(Arrays.copyOf(request, LONG / 2));
        client.send(Arrays.copyOfRange(request, LONG / 2, request.length));
        client.read(4);
        return client;
    }

    private static long eachOf(int count, Connecting connecting) throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (ChildServer server = ChildServer.start("127.0.0.1:0")) {
            for (int i = 0; i < 100; i++) {
                peers.add(connecting.to(server.address()));
            }
            long before = server.heap();
            for (int i = 0; i < count; i++) {
                peers.add(connecting.to(server.address()));
            }
            return (server.heap() - before) / count;
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }
}
