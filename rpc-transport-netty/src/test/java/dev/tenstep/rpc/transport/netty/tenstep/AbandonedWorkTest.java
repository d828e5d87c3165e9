package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.DEADLINE_EXCEEDED;
import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests abandoned work: a connection with as much of it as the limit allows gets no further call until some ends. */
final class AbandonedWorkTest {
    private static final String KEY = "rpc.server.abandoned.limit";
    private static final int LIMIT = 3;

    /** A service that never ends by itself and ignores cancellation. */
    @RpcService
    interface Stubborn {
        CompletionStage<Integer> work(int number);

        int next(int number);
    }

    /** The handler. */
    private static final class Handler implements Stubborn {
        final List<CompletableFuture<Integer>> works = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Integer> work(int number) {
            CompletableFuture<Integer> work = new CompletableFuture<>();
            works.add(work);
            return work.minimalCompletionStage();
        }

        @Override
        public int next(int number) {
            return number + 1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "inproc:abandoned-work"})
    void connectionAtTheLimitOfAbandonedWorkGetsNoCallUntilSomeEnds(String address) {
        Handler handler = new Handler();
        System.setProperty(KEY, Integer.toString(LIMIT));
        try (RpcServer server = RpcServer.builder()
                        .listen(address)
                        .serializer(new TinySerializer())
                        .service(Stubborn.class, handler)
                        .drain(Duration.ZERO)
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(new TinySerializer())
                        .build()) {
            Stubborn patient = client.stub(Stubborn.class);
            Stubborn hasty = client.stub(Stubborn.class, CallOptions.deadline(Duration.ofMillis(200)));
            for (int i = 0; i < LIMIT; i++) {
                assertThat(patient.next(i))
                        .as("with %s of %s abandoned", i, LIMIT)
                        .isEqualTo(i + 1);
                Outcome.of(hasty.work(i)).is(DEADLINE_EXCEEDED);
            }
            Eventually.until("the server knows that all are given up", () -> refusal(patient) != null);

            RpcException refusal = refusal(patient);
            assertThat(refusal.code()).isEqualTo(RESOURCE_EXHAUSTED);
            assertThat(refusal.notStarted()).isTrue();
            assertThat(refusal)
                    .hasMessage("the connection has 3 abandoned calls whose handlers are still running (expected: fewer"
                            + " than 3)");

            assertThat(handler.works).hasSize(LIMIT);
            handler.works.get(0).complete(1);
            assertThat(patient.next(7)).isEqualTo(8);
        } finally {
            System.clearProperty(KEY);
        }
    }

    private static RpcException refusal(Stubborn stub) {
        return catchThrowableOfType(RpcException.class, () -> stub.next(1));
    }
}
