package dev.tenstep.rpc.benchmarks.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.benchmarks.contender.Calls;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.users.UserClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the measured calls give the right results, in the threads that the variant's name says. */
@Timeout(60)
final class TenstepContenderTest {
    private static final String ANY_PORT = "127.0.0.1:0";

    private final TenstepContender contender = new TenstepContender();

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny-default", "protobuf", "kryo", "json", "netrpc"})
    void everyOperationAnswersInBothModes(String variant) throws Exception {
        try (RpcServer server = contender.serve(variant, ANY_PORT);
                RpcClient client = contender.client(variant, server.address())) {
            UserClient ends = contender.ends(client);
            for (Operation operation : Operation.values()) {
                for (int number = 0; number < 20; number++) {
                    check(ends.calls(operation), number);
                }
            }
        }
    }

    private static <R> void check(Calls<R> calls, int number) throws Exception {
        assertThat(calls.answers(number, calls.call(number), true)).isTrue();
        CompletableFuture<R> later = new CompletableFuture<>();
        calls.call(number, (reply, failure) -> {
            if (failure == null) {
                later.complete(reply);
            } else {
                later.completeExceptionally(failure);
            }
        });
        assertThat(calls.answers(number, later.get(10, TimeUnit.SECONDS), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny-default"})
    void onlyTheDefaultVariantRunsOnHandlerThreads(String variant) {
        CompletableFuture<String> handler = new CompletableFuture<>();
        UsersOnServer users = new UsersOnServer() {
            @Override
            public Boolean exist(String name) {
                handler.complete(Thread.currentThread().getName());
                return true;
            }
        };
        try (RpcServer server = contender.serve(variant, ANY_PORT, users);
                RpcClient client = contender.client(variant, server.address())) {
            contender.ends(client).blocking().exist("user-1");
        }
        assertThat(handler.join().startsWith("rpc-handler")).isEqualTo(variant.endsWith("-default"));
    }
}
