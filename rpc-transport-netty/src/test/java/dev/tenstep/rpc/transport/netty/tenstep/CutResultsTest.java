package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamServerTest.firstPart;
import static dev.tenstep.rpc.transport.netty.tenstep.BadStreamServerTest.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.Eventually;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests a connection that is cut while the server streams: both streams of the call end, once. */
final class CutResultsTest {
    private static final int ITEM = 11;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    /** A stage of the results at which the server cuts the connection. */
    private record Stage(String name, BadStreamServerTest.Answer answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(
                        new Stage("before the reply", call -> new byte[0]),
                        new Stage("in the reply", call -> Arrays.copyOf(reply(call), 7)),
                        new Stage("before the first result", BadStreamServerTest::reply),
                        new Stage(
                                "between results",
                                call -> RawPeer.concat(
                                        reply(call),
                                        Frames.item().call(call).number(1).build())),
                        new Stage(
                                "in a result's frame",
                                call -> Arrays.copyOf(
                                        RawPeer.concat(
                                                reply(call),
                                                Frames.item()
                                                        .call(call)
                                                        .number(1)
                                                        .build()),
                                        20)),
                        new Stage("in a chunked result", call -> RawPeer.concat(reply(call), firstPart(call, 10, 4))),
                        new Stage(
                                "in the end",
                                call -> Arrays.copyOf(
                                        RawPeer.concat(
                                                reply(call),
                                                Frames.end().call(call).build()),
                                        17)))
                .flatMap(stage -> Stream.of(Arguments.of(stage, false), Arguments.of(stage, true)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void cutConnectionEndsBothStreamsOnce(Stage stage, boolean reset) throws IOException {
        FakeServer.Script script = server -> {
            server.greetWithStreams();
            int call = server.readRequest().u32(3);
            server.read(ITEM);
            server.send(stage.answer.to(call));
            if (reset) {
                server.reset();
            } else {
                server.socket().shutdownOutput();
                server.readToEnd();
            }
        };
        try (FakeServer server = new FakeServer(script);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            Taken<Integer> results = new Taken<>();
            Counted<Integer> numbers = new Counted<>(1_000_000, i -> i);
            client.stub(StreamProbe.class).echo(numbers).subscribe(results);

            results.failsWith(UNAVAILABLE).endsWith("; the call may or may not have been executed");
            Eventually.until("the caller's stream is cancelled", () -> numbers.cancelled() > 0);
            assertThat(results.ends()).isEqualTo(1);
            assertThat(numbers.cancelled()).isEqualTo(1);
            assertThat(results.got.size()).isLessThanOrEqualTo(1);
            assertThat(server.failures()).isEmpty();
        }
    }
}
