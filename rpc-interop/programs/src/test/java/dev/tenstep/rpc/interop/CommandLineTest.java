package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tries the command line with the servers of others, by whichever reflection they have, and by a file without any. */
@Timeout(300)
final class CommandLineTest {
    private static final List<String> RPC = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tenstep.rpc.cli.Main");

    private static String rpc(String... arguments) throws Exception {
        return Program.run(Program.command(RPC, arguments));
    }

    /** The server for the tests of xDS, which it does not use here, is the one that has reflection and health. */
    @Test
    void grpcJava() throws Exception {
        int port = Program.freePort();
        String target = "127.0.0.1:" + port;
        try (Program server = Program.start(Program.grpcJava("XdsTestServer", "--port=" + port))) {
            server.awaitPort(port);
            assertThat(rpc("list", target))
                    .contains("grpc.reflection.v1.ServerReflection\n", "grpc.testing.TestService\n");
            assertThat(rpc("list", target, "grpc.testing.TestService"))
                    .contains("grpc.testing.TestService/UnaryCall\n");
            assertThat(rpc("describe", target, "grpc.testing.TestService/UnaryCall"))
                    .contains("message grpc.testing.SimpleRequest {", "int32 response_size = 2;");
            assertThat(rpc("call", target, "grpc.testing.TestService/UnaryCall", "-d", "{\"responseSize\": 3}"))
                    .contains("\"body\": \"AAAA\"");
            assertThat(rpc("health", target)).isEqualTo("SERVING\n");
        }
    }

    @Test
    void grpcGo(@TempDir Path folder) throws Exception {
        Go.require();
        Go go = new Go(folder);
        Program.copy("interop/go-grpc", go.sources().resolve("interop"));
        Program.write(go.sources(), ProtoFiles.of(Texts.class));
        go.generate(Map.of("interop.proto", "interop/texts"));
        try (Program server = Program.start(List.of(go.build("interop/server").toString(), "0"))) {
            String target = server.awaitAddress();
            assertThat(rpc("list", target)).contains("interop.Texts\n");
            converses(target);
        }
    }

    @Test
    void grpcio(@TempDir Path folder) throws Exception {
        Python.require();
        Program.copy("interop/python-grpc", folder);
        Program.write(folder, ProtoFiles.of(Texts.class));
        Python.generate(folder, "interop.proto", "status.proto");
        try (Program server = Program.start(Program.command(Python.program(folder.resolve("server.py")), "0"))) {
            converses(
                    server.awaitAddress(),
                    "--proto",
                    folder.resolve("interop.proto").toString());
        }
    }

    private static void converses(String target, String... types) throws Exception {
        assertThat(rpc(call(target, "Hello", "{\"text\": \"shen\"}", types))).contains("\"Hello, shen!\"");
        assertThat(rpc(call(target, "Count", "{\"text\": \"3\"}", types)))
                .isEqualTo("{\"text\":\"0\"}\n{\"text\":\"1\"}\n{\"text\":\"2\"}\n");
        assertThat(rpc(call(target, "Join", "{\"text\": \"a\"} {\"text\": \"b\"}", types)))
                .contains("\"a+b\"");
        assertThat(rpc(call(target, "Shout", "{\"text\": \"a\"} {\"text\": \"b\"}", types)))
                .isEqualTo("{\"text\":\"a!\"}\n{\"text\":\"b!\"}\n");
    }

    private static String[] call(String target, String method, String data, String... types) {
        return Program.command(List.of("call", target, "interop.Texts/" + method, "-d", data), types)
                .toArray(String[]::new);
    }
}
