package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.cli.Orders.Shop;
import dev.tenstep.rpc.services.reflection.ReflectionService;
import dev.tenstep.rpc.services.reflection.ServerReflection;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that a deadline bounds a command, and not each call that it makes. */
@Timeout(60)
final class DeadlineTest {
    private static final long LESS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final Set<String> peers = ConcurrentHashMap.newKeySet();
    private volatile long left;

    private RpcServer server() {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Orders.class, new Shop())
                .service(ServerReflection.class, ReflectionService.of(Orders.class))
                .filter((call, replyTo, next) -> {
                    arrived(call);
                    next.exchange(call, replyTo);
                })
                .start();
    }

    private void arrived(Call call) {
        peers.add(String.valueOf(call.peer()));
        left = call.remainingNanos();
        if (call.method().service().startsWith("grpc.reflection")) {
            Eventually.until("some of the time is over", () -> call.remainingNanos() < LESS);
        }
    }

    @Test
    void theTimeThatReflectionTookIsTakenOffTheCalls() {
        try (RpcServer server = server()) {
            Outcome outcome = Outcome.of("call", server.address(), "shop.Orders/Put", "--deadline", "2s", "--compact");
            assertThat(outcome).isEqualTo(new Outcome(0, "{}\n", ""));
            assertThat(left).isBetween(1L, LESS);
        }
    }

    @Test
    void reflectionAndTheCallShareAConnection() {
        try (RpcServer server = server()) {
            Outcome outcome = Outcome.of("call", server.address(), "shop.Orders/Put", "--deadline", "1s");
            assertThat(outcome.exitCode()).isZero();
            assertThat(peers).hasSize(1);
        }
    }

    @Test
    void nothingIsCalledWhenNothingIsLeft() {
        InputStream before = System.in;
        long began = System.nanoTime();
        try (RpcServer server = server()) {
            System.setIn(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] bytes, int from, int length) {
                    Eventually.passed(Duration.ofMillis(1500), began);
                    return super.read(bytes, from, length);
                }
            });
            Outcome outcome = Outcome.of("call", server.address(), "shop.Orders/Put", "-d", "-", "--deadline", "1s");
            assertThat(outcome)
                    .isEqualTo(
                            new Outcome(
                                    64 + 4,
                                    "",
                                    "rpc call: DEADLINE_EXCEEDED: --deadline: 1s passed before the next call, which was not made"
                                            + " (expected: time for all calls of the command, those for the types included)\n"));
        } finally {
            System.setIn(before);
        }
    }
}
