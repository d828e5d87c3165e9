package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.KernelContract;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the contract on the platform's fastest transport. */
final class NettyKernelTest implements KernelContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    /** A service with a blocking and an async method. */
    @RpcService
    interface Both {
        String blocking(String text);

        CompletableFuture<String> async(String text);
    }

    /** The handler. */
    record BothHandler(CompletableFuture<String> answer) implements Both {
        @Override
        public String blocking(String text) {
            return text;
        }

        @Override
        public CompletableFuture<String> async(String text) {
            return answer;
        }
    }

    @Test
    void blockingCallInTheEventLoopIsRefusedInsteadOfDeadlocking() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (RpcServer server = RpcServer.builder()
                        .listen(address())
                        .serializer(new TinySerializer())
                        .service(Both.class, new BothHandler(answer))
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(new TinySerializer())
                        .directCompletion()
                        .build()) {
            Both stub = client.stub(Both.class);
            CompletableFuture<Object> outcome = stub.async("a")
                    .thenApply(stub::blocking)
                    .handle((value, thrown) -> thrown == null ? value : thrown.getCause());
            answer.complete("now");
            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(RpcException.class, e -> {
                assertThat(e.code()).isEqualTo(StatusCode.FAILED_PRECONDITION);
                assertThat(e.getMessage()).contains("Both.blocking", "event loop");
                assertThat(e.notStarted()).isTrue();
            });
            assertThat(stub.blocking("b")).isEqualTo("b");
        }
    }
}
