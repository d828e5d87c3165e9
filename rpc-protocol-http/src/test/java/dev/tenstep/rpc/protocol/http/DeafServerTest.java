package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the requests for a server which takes none of them are bounded, and end at their deadlines. */
@Timeout(60)
final class DeafServerTest {
    private static final int LARGE = 1 << 20;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private static RpcClient.Builder client(String address) {
        return RpcClient.builder().to(address).protocol("grpc").serializer(new TinySerializer());
    }

    static Stream<Arguments> servers() {
        RawServer.Behaviour window = socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings(4, 0));
                peer.untilClosed();
            }
        };
        RawServer.Behaviour reader = socket -> {
            try (RawPeer peer = RawPeer.accepted(socket)) {
                peer.send(new RawFrames().settings(4, Integer.MAX_VALUE).windowUpdate(0, 1 << 30));
                NEVER.await();
            }
        };
        return Stream.of(Arguments.of("never opens its window", window), Arguments.of("does not read", reader));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void requestsEndAtTheirDeadlineOrAreRefused(String name, RawServer.Behaviour behaviour) throws Exception {
        try (RpcServer good = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer(new TinySerializer())
                        .service(Counting.class, new Counting.Handler())
                        .start();
                Victim victim = Victim.of(good.address());
                RawServer server = new RawServer();
                RpcClient client = client(server.address())
                        .settings(KernelSettings.DEFAULT.withMaxUnwritten(4 * LARGE))
                        .build()) {
            server.serve(behaviour);
            Counting counting = client.stub(Counting.class, CallOptions.deadline(Duration.ofMillis(500)));
            List<CompletableFuture<Integer>> calls = Stream.generate(() -> counting.size(new byte[LARGE]))
                    .limit(30)
                    .toList();
            List<StatusCode> codes = calls.stream().map(DeafServerTest::code).toList();
            assertThat(codes)
                    .as(name)
                    .contains(StatusCode.DEADLINE_EXCEEDED, StatusCode.RESOURCE_EXHAUSTED)
                    .containsOnly(StatusCode.DEADLINE_EXCEEDED, StatusCode.RESOURCE_EXHAUSTED);
            victim.awaitMore();
        }
    }

    private static StatusCode code(CompletableFuture<Integer> call) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, call::join);
        return ((RpcException) thrown.getCause()).code();
    }
}
