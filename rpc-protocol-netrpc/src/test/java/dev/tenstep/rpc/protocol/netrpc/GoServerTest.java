package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client calls Go's own servers, of all three kinds. */
final class GoServerTest {
    private static final List<String> WAYS = List.of("http", "bare", "json");

    private static Process process;
    private static String[] addresses;

    /** Methods that only the Go program has, and some that it lacks. */
    @RpcService("Panda")
    interface GoPanda {
        @RpcMethod("Wait")
        CompletableFuture<Integer> hold();

        void release();

        int nosuch();

        @RpcMethod("Getinfo")
        int wrongly(String text);
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        GoProgram.require();
        Path program = GoProgram.peer(folder);
        process = new ProcessBuilder(program.toString(), "server")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        addresses = lines.readLine().split(" ");
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static RpcClient client(String way) {
        return RpcClient.builder()
                .to(addresses[WAYS.indexOf(way)])
                .protocol("netrpc")
                .serializer(way.equals("json") ? "gob-json" : "gob")
                .config(Map.of("rpc.netrpc.dial", way))
                .build();
    }

    private static RpcException failure(ThrowingCallable call) {
        return catchThrowableOfType(RpcException.class, call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "bare", "json"})
    void goServersOfEveryKindAreCalled(String way) {
        try (RpcClient client = client(way)) {
            Panda panda = client.stub(Panda.class);
            assertThat(panda.getinfo(123)).isEqualTo(124);
            assertThat(panda.swap(new Panda.Pair(1, 2))).isEqualTo(new Panda.Pair(2, 1));
            assertThat(panda.swap(new Panda.Pair(0, 2))).isEqualTo(new Panda.Pair(2, 0));
            assertThat(panda.add(40, 2)).isEqualTo(42);
            panda.feed();
            assertThat(panda.sizes(List.of("a", "bamboo"))).isEqualTo(Map.of("a", List.of(1), "bamboo", List.of(6)));
            assertThat(panda.reverse(new byte[] {1, 2, -1})).containsExactly(-1, 2, 1);
            RpcException failed = failure(() -> panda.fail("no bamboo"));
            assertThat(failed).hasMessage("no bamboo");
            assertThat(failed.code()).isEqualTo(StatusCode.UNKNOWN);
            assertThat(failed.fromServer()).isTrue();
            RpcException missing = failure(client.stub(GoPanda.class)::nosuch);
            assertThat(missing).hasMessage("rpc: can't find method Panda.Nosuch");
            assertThat(missing.code()).isEqualTo(StatusCode.UNIMPLEMENTED);
            RpcException wrong = failure(() -> client.stub(GoPanda.class).wrongly("text"));
            assertThat(wrong.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
            RpcException streams = failure(() -> panda.count(1).count());
            assertThat(streams).hasMessageContaining("Panda.count has a stream, which net/rpc does not have");
            assertThat(streams.code()).isEqualTo(StatusCode.UNIMPLEMENTED);
            assertThat(panda.getinfo(-1)).isZero();
        }
    }

    @Test
    void deadlineEndsACallHereAndItsLateReplyIsDropped() {
        try (RpcClient client = client("http")) {
            GoPanda patient = client.stub(GoPanda.class);
            CompletableFuture<Integer> late = client.stub(GoPanda.class, CallOptions.deadline(Duration.ofMillis(50)))
                    .hold();
            assertThat(late).failsWithin(Duration.ofSeconds(30));
            CompletableFuture<Integer> held = patient.hold();
            patient.release();
            assertThat(held.join()).isEqualTo(1);
            assertThat(client.stub(Panda.class).getinfo(1)).isEqualTo(2);
        }
    }

    @Test
    void serverThatHandlesAnotherPathIsReported() {
        try (RpcClient client = RpcClient.builder()
                .to(addresses[0])
                .protocol("netrpc")
                .serializer("gob")
                .config(Map.of("rpc.netrpc.path", "/other"))
                .build()) {
            RpcException refused = failure(() -> client.stub(Panda.class).getinfo(1));
            assertThat(refused)
                    .hasMessageContaining("the server answered CONNECT /other with HTTP/1.0 404 Not Found"
                            + " (expected: HTTP/1.0 200 Connected to Go RPC)");
            assertThat(refused.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(refused.notStarted()).isTrue();
        }
    }

    @Test
    void serializerOfAnotherWayIsRefused() {
        try (RpcClient client = client("json")) {
            RpcException refused = failure(() -> client.stub(Panda.class, CallOptions.DEFAULT.withSerializer("gob"))
                    .getinfo(1));
            assertThat(refused).hasMessage("serializer: gob (expected: gob-json, by rpc.netrpc.dial)");
        }
    }
}
