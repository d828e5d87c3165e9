package dev.tenstep.rpc.transport.netty.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.ProtocolContract;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests a second protocol on the port of the first. */
final class LineProtocolTest implements ProtocolContract {

    @RpcService
    interface Counting {
        Stream<Integer> count(int to);

        CompletableFuture<String> echo(String text);
    }

    private static final class CountingHandler implements Counting {
        @Override
        public Stream<Integer> count(int to) {
            return IntStream.range(0, to).boxed();
        }

        @Override
        public CompletableFuture<String> echo(String text) {
            return CompletableFuture.completedFuture(text);
        }
    }

    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public String protocol() {
        return LineProtocol.NAME;
    }

    @Override
    public byte[] conversation() {
        return bytes(">line\ncall 0 ProtocolContract next tiny " + LineProtocol.word(fingerprint()) + " 0 "
                + LineProtocol.word(parameters()) + "\n");
    }

    @Override
    public byte[] answer() {
        return bytes("result 0 " + LineProtocol.word(result()) + "\n");
    }

    private static byte[] bytes(String lines) {
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bothProtocolsShareOnePort() {
        try (RpcServer server = server().service(Counting.class, new CountingHandler())
                        .filter((call, replyTo, next) -> {
                            assertThat(call.protocol()).isIn("line", "tenstep");
                            next.exchange(call, replyTo);
                        })
                        .start();
                RpcClient line = client(server).build();
                RpcClient tenstep = client(server).protocol("tenstep").build()) {
            for (RpcClient client : List.of(line, tenstep, line)) {
                Counting counting = client.stub(Counting.class);
                assertThat(counting.count(10_000).mapToInt(Integer::intValue).sum())
                        .isEqualTo(49_995_000);
                assertThat(counting.echo("shen").join()).isEqualTo("shen");
            }
        }
    }

    @Test
    void portSpeaksOnlyTheConfiguredProtocols() {
        try (RpcServer server = RpcServer.builder()
                        .listen(address())
                        .serializer(new TinySerializer())
                        .protocols("tenstep")
                        .service(Counting.class, new CountingHandler())
                        .start();
                RpcClient line = client(server).build();
                RpcClient tenstep = client(server).protocol("tenstep").build()) {
            assertThat(tenstep.stub(Counting.class).echo("a").join()).isEqualTo("a");
            assertThat(line.stub(Counting.class)
                            .echo("a")
                            .handle((value, thrown) -> value == null)
                            .join())
                    .isTrue();
        }
    }
}
