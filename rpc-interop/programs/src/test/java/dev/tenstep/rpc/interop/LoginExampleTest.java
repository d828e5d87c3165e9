package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples' login service in Java and Go, each with clients in Java, Go and Python. */
@Timeout(120)
final class LoginExampleTest {
    private static final String STREAMED = "ann: logged in\nbob: refused\ncleo: logged in\n";

    @TempDir
    private static Path folder;

    private static Path server;
    private static Path client;

    @BeforeAll
    static void build() throws Exception {
        Go.require();
        Python.require();
        Program.copy("rpc-examples/grpc/login", folder);
        Python.generate(folder, "login.proto");
        Go go = new Go(folder);
        Program.copy("rpc-examples/grpc/login", go.sources());
        go.generate(Map.of("login.proto", "examples/login"));
        server = go.build("server.go");
        client = go.build("client.go");
    }

    private static List<String> java(String... arguments) {
        Path jar = Program.PROJECT.resolve("rpc-examples/target/rpc-examples.jar");
        return Program.command(List.of("java", "-jar", jar.toString()), arguments);
    }

    @Test
    void javaServesAll() throws Exception {
        try (Program serving = Program.start(java("server", "--port", "0"))) {
            everybodyLogsIn(serving.awaitAddress());
        }
    }

    @Test
    void goServesAll() throws Exception {
        try (Program serving = Program.start(List.of(server.toString(), "0"))) {
            everybodyLogsIn(serving.awaitAddress());
        }
    }

    private static void everybodyLogsIn(String address) throws IOException, InterruptedException {
        assertThat(Program.run(List.of(client.toString(), address)))
                .isEqualTo("ann: logged in\nUnauthenticated wrong user or password: bob\n" + STREAMED);
        assertThat(Program.run(Program.command(Python.program(folder.resolve("client.py")), address)))
                .isEqualTo("ann: logged in\nUNAUTHENTICATED wrong user or password: bob\n" + STREAMED);
        assertThat(Program.run(
                        java("client", "login", "--protocol", "grpc", "--serializer", "protobuf", "--target", address)))
                .isEqualTo("login(ann) -> ann: logged in\nloginEach(ann, bob, cleo) -> "
                        + STREAMED.strip().replace("\n", " / ") + "\n");
    }
}
