package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Names in the log a handler that claims not to block and does. */
final class BlockedLoopTest {

    /** Blocks where it must not. */
    @RpcService("Sleepy")
    interface Sleepy {
        @NonBlocking
        CompletableFuture<Integer> slow(int number);
    }

    @Test
    void methodThatBlocksItsEventLoopIsLogged() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Sleepy handler = number -> {
            try {
                assertThat(gate.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture(number);
        };
        try (Logged log = new Logged("dev.tenstep.rpc.server.InPlaceWatch");
                RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer(new TinySerializer())
                        .service(Sleepy.class, handler)
                        .start();
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            CompletableFuture<Integer> call = client.stub(Sleepy.class).slow(1);
            Eventually.until(
                    "the log names the method",
                    () -> log.count("WARN", "Sleepy.slow is @NonBlocking", "BlockedLoopTest") == 1);
            gate.countDown();
            assertThat(call.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        }
    }
}
