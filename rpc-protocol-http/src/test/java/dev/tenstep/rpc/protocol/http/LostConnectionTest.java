package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.RawServer.failure;
import static dev.tenstep.rpc.protocol.http.RawServer.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the calls of a client whose connection is lost without a go-away. */
@Timeout(60)
final class LostConnectionTest {
    private static final int MAX_CONCURRENT_STREAMS = 3;

    @Test
    void callsThatTheStreamLimitHeldBackEndWithTheConnection() throws Exception {
        CompletableFuture<Void> called = new CompletableFuture<>();
        try (RawServer server = new RawServer();
                RpcClient client = server.client()) {
            server.serve(socket -> {
                try (RawPeer peer = RawPeer.accepted(socket)) {
                    peer.send(new RawFrames().settings(MAX_CONCURRENT_STREAMS, 1));
                    peer.send(result(peer.next(RawFrames.HEADERS).stream(), 0));
                    peer.next(RawFrames.HEADERS);
                    called.join();
                    // After the second answer, the client has taken all calls out of its outbox.
                    for (int i = 0; i < 2; i++) {
                        peer.send(new RawFrames().frame(RawFrames.PING, 0, 0, new byte[8]));
                        peer.next(RawFrames.PING);
                    }
                }
            });
            Counting counting = client.stub(Counting.class);
            counting.hold(0).get(20, TimeUnit.SECONDS);
            List<CompletableFuture<Integer>> calls =
                    List.of(counting.hold(1), counting.hold(2), counting.hold(3), counting.hold(4));
            called.complete(null);
            Eventually.until("all have ended", () -> calls.stream().allMatch(CompletableFuture::isDone));
            assertThat(calls)
                    .allSatisfy(call -> assertThat(failure(call).code()).isEqualTo(StatusCode.UNAVAILABLE));
        }
    }
}
