package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests clients that connect while a server closes: each is told to go away or answered, and none is reset, for it
 * might think it was served. Also tests what else the server owns: its other addresses, and the file of its Unix
 * socket.
 */
final class ClosingServerTest {
    private static final int ROUNDS = 10;
    private static final int CLIENTS = 40;

    @TempDir
    Path folder;

    @Test
    void lastClientsAreToldToGoAway() throws IOException {
        byte[] call = RawPeer.concat(
                Bytes.PREFACE,
                Frames.hello().build(),
                Frames.declare().number(0).method("Probe.nextAtOnce").build(),
                Frames.request()
                        .method(0)
                        .call(1)
                        .message(Bytes.tinyParameters(1))
                        .build());
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

    @Test
    void addressesDrainTogether() throws Exception {
        ProbeHandler handler = new ProbeHandler();
        RpcServer server = Served.server(KernelSettings.DEFAULT, handler)
                .listen("inproc:addressesDrainTogether")
                .listen("127.0.0.1:0")
                .drain(Eventually.LONG)
                .start();
        try (RpcClient first =
                        Served.client(server.address(), KernelSettings.DEFAULT).build();
                RpcClient second = Served.client("inproc:addressesDrainTogether", KernelSettings.DEFAULT)
                        .build()) {
            CompletableFuture<Integer> held =
                    first.stub(Probe.class).holdLater(1).toCompletableFuture();
            Eventually.until("the call is held", () -> handler.holding() == 1);
            Thread closing = new Thread(server::close);
            closing.start();
            Eventually.until("the second address takes no call", () -> refuses(second));
            assertThat(held).isNotDone();
            handler.letGo();
            assertThat(held.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
            join(closing);
        }
    }

    private static boolean refuses(RpcClient client) {
        try {
            client.stub(Probe.class).next(1);
            return false;
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE);
            return true;
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void successorMayTakeThePathOfADrainingServer() throws Exception {
        String path = "unix:" + folder.resolve("s");
        ProbeHandler handler = new ProbeHandler();
        RpcServer old = Served.server(path, KernelSettings.DEFAULT, handler)
                .drain(Eventually.LONG)
                .start();
        try (RpcClient client = Served.client(path, KernelSettings.DEFAULT).build()) {
            client.stub(Probe.class).holdLater(1);
            Eventually.until("the call is held", () -> handler.holding() == 1);
            Thread closing = new Thread(old::close);
            closing.start();
            Eventually.until("the path is free", () -> !Files.exists(folder.resolve("s")));
            try (RpcServer successor = Served.server(path, KernelSettings.DEFAULT, new ProbeHandler())
                            .start();
                    RpcClient next = Served.client(path, KernelSettings.DEFAULT).build()) {
                assertThat(successor.address()).isEqualTo(path);
                handler.letGo();
                join(closing);
                assertThat(next.stub(Probe.class).next(1)).isEqualTo(2);
            }
            assertThat(folder).isEmptyDirectory();
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
