package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests that small messages go on between the chunks of a large one, which is larger than all that the system buffers
 * for a peer that does not read.
 */
final class LargeBesideSmallTest {
    private static final int LARGE = 16 << 20;
    private static final int PART = 64 << 10;
    private static final KernelSettings ROOMY = KernelSettings.DEFAULT
            .withMaxMessage(2 * LARGE)
            .withMaxUndecoded(2 * LARGE)
            .withMaxUnwritten(4 * LARGE);

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    @Test
    void smallReplyOvertakesALargeOne() throws IOException {
        ProbeHandler handler = new ProbeHandler();
        try (RpcServer server = Served.server(ROOMY, handler).start();
                RawPeer client = RawPeer.narrow(server.address())) {
            client.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(2 * LARGE).maxInFlight(10).build());
            client.readPreface();
            client.read(1);
            client.send(
                    Frames.declare().number(0).method("Probe.text").build(),
                    Frames.declare().number(1).method("Probe.next").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .message(Bytes.tinyParameters(LARGE))
                            .build());
            RawPeer.Frame first = client.read(4);
            assertThat(first.u8(0)).as("flags").isEqualTo(1);
            int total = first.u32(5);
            int length = first.fields().length - 9;

            client.send(Frames.request()
                    .method(1)
                    .call(2)
                    .message(Bytes.tinyParameters(1))
                    .build());
            Eventually.until("the small call is served", () -> handler.started() == 2);
            RawPeer.Frame frame = client.read();
            for (; frame.type() == 6; frame = client.read()) {
                length += frame.fields().length - 4;
            }
            assertThat(frame.fields())
                    .isEqualTo(new Bytes().u8(0).u32(2).raw(Bytes.tiny(2)).array());
            assertThat(total - length)
                    .as("bytes of the large reply that are still to come")
                    .isGreaterThan(PART);
            while (length < total) {
                length += client.read(6).fields().length - 4;
            }
            assertThat(length).isEqualTo(total);
        }
    }

    @Test
    void smallRequestOvertakesALargeOne() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        CompletableFuture<Integer> missing = new CompletableFuture<>();
        FakeServer.Script script = server -> {
            server.readPreface();
            server.read(1);
            server.send(
                    Bytes.PREFACE,
                    Frames.hello().maxMessage(2 * LARGE).maxInFlight(10).build());
            RawPeer.Frame first = server.readRequest();
            begun.complete(null);
            sent.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            int left = first.u32(11) - (first.fields().length - 15);
            while (left > 0) {
                RawPeer.Frame frame = server.read();
                if (frame.type() == 6) {
                    left -= frame.fields().length - 4;
                } else if (frame.type() == 3) {
                    missing.complete(left);
                    server.send(Frames.reply()
                            .call(frame.u32(3))
                            .message(new Bytes().u8(1).u32(2).array())
                            .build());
                }
            }
            server.send(Frames.reply()
                            .call(first.u32(3))
                            .message(Bytes.tiny(LARGE))
                            .build())
                    .readToEnd();
        };
        try (FakeServer server = new FakeServer(script).narrow();
                RpcClient client = Served.client(server.address(), ROOMY).build()) {
            Probe probe = client.stub(Probe.class);
            CompletableFuture<Integer> large = CompletableFuture.supplyAsync(() -> probe.length("x".repeat(LARGE)));
            begun.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            CompletableFuture<Integer> small = probe.nextAtOnce(1).toCompletableFuture();
            sent.complete(null);

            assertThat(small.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
            assertThat(missing.get(0, TimeUnit.SECONDS))
                    .as("bytes of the large request that are still to come")
                    .isGreaterThan(PART);
            assertThat(large.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(LARGE);
            assertThat(server.failures()).isEmpty();
        }
    }
}
