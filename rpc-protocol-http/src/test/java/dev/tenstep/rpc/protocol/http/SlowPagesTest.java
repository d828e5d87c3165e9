package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.server.Page;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests pages that take long: one connection does not take all threads of the handlers. */
@Timeout(60)
final class SlowPagesTest {
    private static final int MOST = 16;

    @Test
    void connectionHasAFewPagesAtOnce() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer("protobuf")
                        .service(Shop.class, new Shop.Handler())
                        .page("/slow", query -> {
                            ready.await(30, TimeUnit.SECONDS);
                            return Page.Content.text("done");
                        })
                        .start();
                RawPeer client = RawPeer.greeted(server.address())) {
            byte[] get = RawFrames.block(":method", "GET", ":scheme", "http", ":path", "/slow");
            for (int i = 0; i <= MOST; i++) {
                client.send(new RawFrames().headers(2 * i + 1, true, get));
            }
            assertThat(client.response(2 * MOST + 1).fields()).containsEntry(":status", "503");
            ready.countDown();
            assertThat(client.response(1).fields()).containsEntry(":status", "200");
        }
    }
}
