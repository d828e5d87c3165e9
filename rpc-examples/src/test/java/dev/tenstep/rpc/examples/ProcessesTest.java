package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes of their own. */
final class ProcessesTest {
    private static final Duration TIME = Duration.ofSeconds(60);

    @Test
    void theDemoShowsAnswersBytesAndStepsAndLeavesNothingRunning() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("demo");
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .contains(
                        "A client process, with json:",
                        "A client process, with kryo:",
                        "A client process, with protobuf:")
                .contains("SayHello(shen) -> Hello, shen!", "Getinfo(123) -> 124")
                .contains("ticker.watch(TEN, 3) -> 100.09", "upload(made-up) -> Receipt", "/ ann: hello, bob /")
                .containsPattern("the client's run +\\d+ \\+ \\d+ +\\d+ \\+ \\d+")
                .contains("10 client   the caller gets the data")
                .contains("$ curl -s ", "  {\"message\":\"Hello, shen!\"}", "  Go");
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void aConfiguredServerServesUntilItIsTerminated(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("my.properties");
        Files.writeString(config, "rpc.serializer=kryo\nrpc.server.serializers=kryo\n");
        try (ChildProcess server =
                ChildProcess.start("server", List.of("server", "--port", "0", "--config", config.toString()))) {
            String address = server.awaitLine(ServerCommand.READY, TIME);
            List<String> panda = List.of("client", "panda", "--target", address, "--serializer");
            assertThat(client(panda, "kryo")).containsExactly("Getinfo(123) -> 124");
            assertThatThrownBy(() -> client(panda, "json"))
                    .hasMessage("the client process ended with exit code 1 (expected: 0)");
            server.terminate(ServerCommand.DRAINED, TIME);
        }
    }

    @Test
    void aServerThatCannotStartIsNotWaitedFor(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("my.properties");
        Files.writeString(config, "rpc.serialiser=kryo\n");
        try (ChildProcess server = ChildProcess.start("server", List.of("server", "--config", config.toString()))) {
            assertThatThrownBy(() -> server.awaitLine(ServerCommand.READY, TIME))
                    .hasMessage("the server process ended with exit code 2 (expected: 0)");
        }
    }

    private static List<String> client(List<String> arguments, String last) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.add(last);
        try (ChildProcess client = ChildProcess.start("client", all)) {
            return client.awaitSuccess(TIME);
        }
    }
}
