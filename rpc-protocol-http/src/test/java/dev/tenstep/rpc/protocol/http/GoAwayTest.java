package dev.tenstep.rpc.protocol.http;

import static dev.tenstep.rpc.protocol.http.RawServer.failure;
import static dev.tenstep.rpc.protocol.http.RawServer.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the calls of a client whose server goes away in the middle: those that it names are answered, others sent again. */
@Timeout(60)
final class GoAwayTest {
    private static final int OLD = 100;
    private static final int NEW = 200;

    private RawServer server;
    private RpcClient client;
    private final AtomicInteger connections = new AtomicInteger();
    private final CompletableFuture<Void> readAll = new CompletableFuture<>();

    @BeforeEach
    void listen() throws IOException {
        server = new RawServer();
        client = server.client();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private static RawFrames goAway(int last, ErrorCode code) {
        return new RawFrames()
                .frame(
                        RawFrames.GOAWAY,
                        0,
                        0,
                        ByteBuffer.allocate(8)
                                .putInt(last)
                                .putInt(code.number())
                                .array());
    }

    /** Serves the first connection once it has the three calls; others answer at once. */
    private interface First {
        void serve(RawPeer peer) throws IOException;
    }

    private void serve(First first) {
        server.serve(socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings());
                if (connections.getAndIncrement() == 0) {
                    for (int i = 0; i < 3; i++) {
                        peer.next(RawFrames.HEADERS);
                    }
                    first.serve(peer);
                    peer.untilClosed();
                    readAll.complete(null);
                } else {
                    while (true) {
                        int stream = peer.next(RawFrames.HEADERS).stream();
                        peer.send(result(stream, NEW + stream));
                    }
                }
            }
        });
    }

    private List<CompletableFuture<Integer>> threeCalls() {
        Counting counting = client.stub(Counting.class);
        return Stream.of(1, 2, 3).map(counting::hold).toList();
    }

    private static int value(CompletableFuture<Integer> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }

    @Test
    void streamsAboveTheLastAreSentAgainAndTheOthersAreAnswered() throws Exception {
        serve(peer ->
                peer.send(goAway(3, ErrorCode.NO_ERROR).all(result(1, OLD + 1)).all(result(3, OLD + 3))));
        List<CompletableFuture<Integer>> calls = threeCalls();
        assertThat(value(calls.get(0))).isEqualTo(OLD + 1);
        assertThat(value(calls.get(1))).isEqualTo(OLD + 3);
        assertThat(value(calls.get(2))).isEqualTo(NEW + 1);
        readAll.get(20, TimeUnit.SECONDS);
    }

    @Test
    void allStreamsAreSentAgainIfNoneWasHandled() throws Exception {
        serve(peer -> peer.send(goAway(0, ErrorCode.NO_ERROR)));
        for (CompletableFuture<Integer> call : threeCalls()) {
            assertThat(value(call)).isGreaterThan(NEW);
        }
        readAll.get(20, TimeUnit.SECONDS);
    }

    @Test
    void twoPhasesLoseNothing() throws Exception {
        serve(peer -> {
            peer.send(goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR).frame(RawFrames.PING, 0, 0, new byte[8]));
            peer.next(RawFrames.PING);
            peer.send(goAway(5, ErrorCode.NO_ERROR)
                    .all(result(5, OLD + 5))
                    .all(result(3, OLD + 3))
                    .all(result(1, OLD + 1)));
        });
        List<CompletableFuture<Integer>> calls = threeCalls();
        assertThat(value(calls.get(2))).isEqualTo(OLD + 5);
        assertThat(value(calls.get(1))).isEqualTo(OLD + 3);
        assertThat(value(calls.get(0))).isEqualTo(OLD + 1);
        assertThat(value(client.stub(Counting.class).hold(4))).isEqualTo(NEW + 1);
        readAll.get(20, TimeUnit.SECONDS);
    }

    @Test
    void streamsThatASecondGoAwayExcludesAreSentAgain() throws Exception {
        serve(peer -> peer.send(goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR)
                .all(goAway(1, ErrorCode.NO_ERROR))
                .all(result(1, OLD + 1))));
        List<CompletableFuture<Integer>> calls = threeCalls();
        assertThat(value(calls.get(0))).isEqualTo(OLD + 1);
        assertThat(value(calls.get(1))).isGreaterThan(NEW);
        assertThat(value(calls.get(2))).isGreaterThan(NEW);
    }

    @Test
    void errorFailsWhatMayHaveBeenStartedAndSendsTheRestAgain() throws Exception {
        serve(peer -> peer.send(goAway(3, ErrorCode.INTERNAL_ERROR)));
        List<CompletableFuture<Integer>> calls = threeCalls();
        for (CompletableFuture<Integer> call : calls.subList(0, 2)) {
            RpcException failure = failure(call);
            assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(failure.notStarted()).isFalse();
            assertThat(failure).hasMessageContaining("the server went away: code 2");
        }
        assertThat(value(calls.get(2))).isEqualTo(NEW + 1);
    }

    @Test
    void callThatWasCancelledIsNotSentAgain() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        serve(peer -> {
            arrived.complete(null);
            cancelled.join();
            peer.send(goAway(0, ErrorCode.NO_ERROR));
        });
        List<CompletableFuture<Integer>> calls = threeCalls();
        arrived.get(20, TimeUnit.SECONDS);
        calls.forEach(call -> call.cancel(true));
        cancelled.complete(null);
        readAll.get(20, TimeUnit.SECONDS);
        assertThat(value(client.stub(Counting.class).hold(4))).isEqualTo(NEW + 1);
    }

    @Test
    void connectionThatIsClosedBehindTheGoAwayFailsWhatItHasNotAnswered() throws Exception {
        serve(peer -> {
            peer.send(goAway(5, ErrorCode.NO_ERROR).all(result(3, OLD + 3)));
            peer.closeOutput();
        });
        List<CompletableFuture<Integer>> calls = threeCalls();
        assertThat(failure(calls.get(0)).code()).isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(value(calls.get(1))).isEqualTo(OLD + 3);
        assertThat(failure(calls.get(2)).notStarted()).isFalse();
    }
}
