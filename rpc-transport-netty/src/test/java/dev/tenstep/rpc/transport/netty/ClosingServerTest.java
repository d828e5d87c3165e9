package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.KernelSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that come while a server closes: each is told so, or answered; none is reset, for it might think it was served. */
final class ClosingServerTest {
    private static final int ROUNDS = 10;
    private static final int CLIENTS = 40;

    @Test
    void whoConnectsLastIsToldToGo() throws IOException {
        byte[] call = RawPeer.concat(
                Bytes.PREFACE,
                Bytes.hello(),
                Bytes.declare(0, "Probe", "nextAtOnce", "tiny"),
                Bytes.request(0, 1, Bytes.tinyParameters(1)));
        for (int round = 0; round < ROUNDS; round++) {
            RpcServer server =
                    Served.server(KernelSettings.DEFAULT, new ProbeHandler()).start();
            List<RawPeer> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawPeer client = RawPeer.connect(server.address());
                clients.add(client.send(call));
            }
            Thread closing = new Thread(server::close);
            closing.start();
            for (RawPeer client : clients) {
                client.readPreface();
                assertToldOrAnswered(client);
                client.close();
            }
            join(closing);
        }
    }

    private static void assertToldOrAnswered(RawPeer client) throws IOException {
        int type = client.read().type();
        while (type == Wire.HELLO) {
            type = client.read().type();
        }
        assertThat(type).isIn(Wire.GO_AWAY, Wire.REPLY, Wire.ERROR);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
