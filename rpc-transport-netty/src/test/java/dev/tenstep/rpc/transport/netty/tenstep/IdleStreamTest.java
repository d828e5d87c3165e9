package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that an idle stream does not occupy a waiting handler for ever. */
@Timeout(60)
final class IdleStreamTest {
    private static final String KEY = "rpc.server.stream.idle";

    /** A service with streams in both directions. */
    @RpcService
    interface Flows {
        int sum(Stream<Integer> numbers);

        Stream<Integer> count(int numbers);
    }

    /** The handler. */
    static final class Handler implements Flows {
        private volatile boolean ended;

        @Override
        public int sum(Stream<Integer> numbers) {
            return numbers.mapToInt(i -> i).sum();
        }

        @Override
        public Stream<Integer> count(int numbers) {
            return Stream.iterate(0, i -> i + 1).limit(numbers).onClose(() -> ended = true);
        }
    }

    private static final Handler HANDLER = new Handler();
    private static RpcServer server;
    private static RpcClient client;

    @BeforeAll
    static void serve() {
        System.setProperty(KEY, "100ms");
        try {
            server = RpcServer.builder()
                    .listen("127.0.0.1:0")
                    .serializer(new TinySerializer())
                    .service(Flows.class, HANDLER)
                    .start();
        } finally {
            System.clearProperty(KEY);
        }
        client = RpcClient.builder()
                .to(server.address())
                .serializer(new TinySerializer())
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
    }

    @Test
    void idleUploadEnds() {
        CountDownLatch never = new CountDownLatch(1);
        try (Stream<Integer> silent = Stream.generate(() -> await(never))) {
            RpcException seen = catchThrowableOfType(
                    RpcException.class, () -> client.stub(Flows.class).sum(silent));
            assertThat(seen.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(seen.fromServer()).isTrue();
            assertThat(seen.getMessage()).contains("Flows.sum", "the client sends no elements");
        } finally {
            never.countDown();
        }
    }

    private static int await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Test
    void untakenResultsEnd() {
        try (Stream<Integer> results = client.stub(Flows.class).count(10_000_000)) {
            Iterator<Integer> each = results.iterator();
            assertThat(each.next()).isZero();
            Eventually.until("the handler has ended", () -> HANDLER.ended);
            RpcException seen = catchThrowableOfType(RpcException.class, () -> {
                while (each.hasNext()) {
                    each.next();
                }
            });
            assertThat(seen.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(seen.getMessage()).contains("Flows.count", "consumes no results");
        }
    }
}
