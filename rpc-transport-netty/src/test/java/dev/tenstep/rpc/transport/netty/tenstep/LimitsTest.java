package dev.tenstep.rpc.transport.netty.tenstep;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests how much a server keeps of messages that are incomplete, or not yet decoded. */
final class LimitsTest {
    private static final int MOST = 256 << 10;
    private static final int PART = 60_000;
    private static final byte[] PING = Frames.ping(5);
    private static final KernelSettings SMALL = KernelSettings.DEFAULT.withMaxUndecoded(MOST);

    @RegisterExtension
    static final Served SERVED = new Served(SMALL);

    /** Makes the parameters for a text of that length. */
    private static byte[] text(int length) {
        return new Bytes()
                .u8(1)
                .u8(1)
                .u32(length)
                .raw("x".repeat(length).getBytes(US_ASCII))
                .array();
    }

    private static byte[] reply(int call, int result) {
        return new Bytes().u8(0).u32(call).raw(Bytes.tiny(result)).array();
    }

    @Test
    void chunkedMessagesAreLimitedTogether() throws IOException {
        byte[] message = text(150_000);
        Frames first = Frames.request().method(0).chunkedOf(message.length).message(Arrays.copyOf(message, 100_000));
        byte[] rest = Arrays.copyOfRange(message, 100_000, message.length);
        try (RawPeer client = RawPeer.client(SERVED.address())) {
            client.send(
                    Frames.declare().number(0).method("Probe.length").build(),
                    first.call(1).build());
            client.send(
                    first.call(2).build(), Frames.chunk().call(2).message(rest).build());
            RawPeer.Frame refusal = client.read(5);
            assertThat(refusal.fields()).startsWith(8, 0, 0, 0, 2, 8);
            assertThat(refusal.text(6))
                    .isEqualTo("a message of " + message.length
                            + " bytes (expected: at most 4194304, and with others in flight at most 262144)");

            client.send(Frames.chunk().call(1).message(rest).build());
            assertThat(client.read(4).fields()).isEqualTo(reply(1, 150_000));
            client.send(
                    first.call(2).build(), Frames.chunk().call(2).message(rest).build());
            assertThat(client.read(4).fields()).isEqualTo(reply(2, 150_000));
        }
    }

    @Test
    void requestsAreReadOnlyWhileThereIsRoom() throws Exception {
        ProbeHandler handler = new ProbeHandler();
        int calls = 20;
        try (RpcServer server = Served.server(SMALL, handler).handlers(1).start();
                RawPeer client = RawPeer.client(server.address())) {
            client.send(
                    Frames.declare().number(0).method("Probe.hold").build(),
                    Frames.declare().number(1).method("Probe.length").build(),
                    Frames.request()
                            .method(0)
                            .call(0)
                            .message(Bytes.tinyParameters(7))
                            .build());
            Eventually.until("the only handler is busy", () -> handler.holding() == 1);
            client.send(PING);
            client.read(9);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendTexts(client, calls));

            client.socket().setSoTimeout(300);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            handler.letGo();
            client.socket().setSoTimeout((int) Eventually.LONG.toMillis());
            assertThat(client.read(4).fields()).isEqualTo(reply(0, 7));
            boolean ponged = false;
            for (int answered = 0; answered < calls || !ponged; ) {
                RawPeer.Frame frame = client.read();
                if (frame.type() == 9) {
                    ponged = true;
                } else {
                    answered++;
                    assertThat(frame.fields()).isEqualTo(reply(answered, PART));
                }
            }
            sending.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void sendTexts(RawPeer client, int calls) {
        try {
            byte[] message = text(PART);
            for (int call = 1; call <= calls; call++) {
                client.send(
                        Frames.request().method(1).call(call).message(message).build());
            }
            client.send(PING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
