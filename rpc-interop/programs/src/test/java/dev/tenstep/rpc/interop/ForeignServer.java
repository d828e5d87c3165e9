package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Calls {@link Texts} on a server of somebody else, in all four kinds. */
final class ForeignServer {
    private ForeignServer() {}

    static void isAsExpected(RpcClient client) {
        Texts stub = client.stub(Texts.class);
        assertThat(stub.hello(new Text("shen"))).isEqualTo(new Text("Hello, shen!"));
        assertThat(stub.count(new Text("1000")).map(Text::text).toList())
                .isEqualTo(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
        String joined = IntStream.range(0, 1000).mapToObj(i -> "p" + i).collect(Collectors.joining("+"));
        assertThat(stub.join(IntStream.range(0, 1000).mapToObj(i -> new Text("p" + i))))
                .isEqualTo(new Text(joined));
        assertThat(stub.shout(IntStream.range(0, 1000).mapToObj(i -> new Text("w" + i))))
                .hasSize(1000)
                .contains(new Text("w999!"));
        String large = "x".repeat(1_000_000);
        assertThat(client.stub(Texts.class, CallOptions.DEFAULT.withCompression("gzip"))
                        .hello(new Text(large))
                        .text())
                .isEqualTo("Hello, " + large + "!");
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> stub.hello(new Text("fail")))
                .withMessage("nobody is called 100% \u00e4")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND);
                    assertThat(e.metadata()).isEqualTo(Metadata.of("why", "because"));
                });
        Texts hurried = client.stub(Texts.class, CallOptions.deadline(Duration.ofMillis(100)));
        CompletableFuture<Text> late = hurried.never(new Text("x"));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(late::join)
                .withStackTraceContaining("DEADLINE_EXCEEDED");
        CompletableFuture<Text> pending = stub.never(new Text("x"));
        assertThat(pending.cancel(true)).isTrue();
        assertThat(stub.hello(new Text("again"))).isEqualTo(new Text("Hello, again!"));
    }
}
