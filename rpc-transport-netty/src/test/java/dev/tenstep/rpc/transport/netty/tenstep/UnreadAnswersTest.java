package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that answers which cost a peer next to nothing do not pile up if the peer does not read them. */
@Timeout(60)
final class UnreadAnswersTest {
    private static final int PIECE = 1000;

    @RegisterExtension
    static final Served SERVED = new Served(KernelSettings.DEFAULT);

    private static byte[] many(byte[] frame) {
        Bytes all = new Bytes();
        for (int i = 0; i < PIECE; i++) {
            all.raw(frame);
        }
        return all.array();
    }

    @Test
    void clientThatPingsWithoutReadingIsClosed() throws IOException {
        byte[] pings = many(Frames.ping(7));
        try (RawPeer deaf = RawPeer.narrow(SERVED.address())) {
            deaf.send(Bytes.PREFACE, Frames.hello().build());
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            deaf.send(pings);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientThatPingsAndReadsIsAnswered() throws Exception {
        byte[] pings = many(Frames.ping(7));
        try (RawPeer client = RawPeer.client(SERVED.address())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(client, pings, 20));
            for (int i = 0; i < 20 * PIECE; i++) {
                assertThat(client.read().type()).isEqualTo(9);
            }
            sent.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void refusedClientThatDoesNotReadIsNotReadAnyMore() throws Exception {
        int pieces = 60;
        byte[] unknown =
                many(Frames.request().method(77).call(1).message(new byte[1000]).build());
        try (RawPeer deaf = RawPeer.narrow(SERVED.address())) {
            deaf.send(Bytes.PREFACE, Frames.hello().build());
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(deaf, unknown, pieces));
            try (RawPeer other = RawPeer.client(SERVED.address())) {
                for (int i = 0; i < 300; i++) {
                    other.send(Frames.ping(1));
                    other.read(9);
                }
            }
            assertThat(sent).isNotDone();
            deaf.readPreface();
            deaf.read(1);
            for (int i = 0; i < pieces * PIECE; i++) {
                assertThat(deaf.read().type()).isEqualTo(5);
            }
            sent.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void send(RawPeer peer, byte[] piece, int times) {
        try {
            for (int i = 0; i < times; i++) {
                peer.send(piece);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
