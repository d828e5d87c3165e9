package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests peers that do not read why they are disconnected: the connection is closed all the same. */
final class DeafPeerTest {
    private static final int LARGE = 16 << 20;
    private static final KernelSettings ROOMY = KernelSettings.DEFAULT
            .withMaxMessage(2 * LARGE)
            .withMaxUndecoded(2 * LARGE)
            .withMaxUnwritten(4 * LARGE);

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    @Test
    void callsToAServerThatDoesNotReadTheGoAwayEnd() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        FakeServer.Script deaf = server -> {
            server.readPreface();
            server.read(1);
            server.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(2 * LARGE).maxInFlight(10).build());
            server.readRequest();
            server.send(new Bytes().frame(77));
            over.await();
        };
        try (FakeServer server = new FakeServer(deaf).narrow();
                RpcClient client = Served.client(server.address(), ROOMY).build()) {
            Probe probe = client.stub(Probe.class, CallOptions.deadline(Duration.ofSeconds(2)));
            CompletionStage<Integer> call = probe.lengthLater("x".repeat(LARGE));
            Outcome.of(call).maybeStarted().is(UNAVAILABLE).contains("frame type 77 from a server");
            over.countDown();
        }
    }

    /** Makes a client that reads less than the server has to write. */
    private static RawPeer deafClient(RpcServer server) throws IOException {
        RawPeer deaf = RawPeer.narrow(server.address());
        deaf.send(
                Bytes.PREFACE,
                Frames.hello().maxMessage(2 * LARGE).maxInFlight(10).build());
        deaf.readPreface();
        deaf.read(1);
        deaf.send(
                Frames.declare().number(0).method("Probe.text").build(),
                Frames.request()
                        .method(0)
                        .call(1)
                        .message(Bytes.tinyParameters(LARGE))
                        .build());
        deaf.read(4);
        return deaf;
    }

    @Test
    void clientThatBreaksTheProtocolAndDoesNotReadIsClosed() throws IOException {
        KernelSettings one = KernelSettings.DEFAULT
                .withMaxMessage(2 * LARGE)
                .withMaxUnwritten(4 * LARGE)
                .withMaxConnections(1);
        try (RpcServer server = Served.server(one, new ProbeHandler()).start();
                RawPeer deaf = deafClient(server)) {
            deaf.send(new Bytes().frame(77));

            Eventually.until("its place is free", () -> place(server));
        }
    }

    @Test
    void idleClientThatDoesNotReadIsClosed() throws IOException {
        Duration soon = Duration.ofMillis(200);
        KernelSettings one = KernelSettings.DEFAULT
                .withMaxMessage(2 * LARGE)
                .withMaxConnections(1)
                .withIdleTimeout(soon)
                .withProgressTimeout(soon);
        try (RpcServer server = Served.server(one, new ProbeHandler()).start();
                RawPeer deaf = deafClient(server)) {
            Eventually.until("its place is free", () -> place(server));
            assertThat(deaf.socket().isClosed()).isFalse();
        }
    }

    @Test
    void drainedClientThatDoesNotReadIsClosed() throws IOException {
        Duration soon = Duration.ofMillis(200);
        KernelSettings one = KernelSettings.DEFAULT
                .withMaxMessage(2 * LARGE)
                .withMaxConnections(1)
                .withMaxConnectionAge(Duration.ofSeconds(1))
                .withProgressTimeout(soon);
        try (RpcServer server = Served.server(one, new ProbeHandler()).start();
                RawPeer deaf = deafClient(server)) {
            Eventually.until("its place is free", () -> place(server));
            assertThat(deaf.socket().isClosed()).isFalse();
        }
    }

    private static boolean place(RpcServer server) {
        try (RawPeer client = RawPeer.connect(server.address())) {
            client.send(Bytes.PREFACE, Frames.hello().build());
            client.readPreface();
            return client.read().type() == 1;
        } catch (IOException e) {
            return false;
        }
    }
}
