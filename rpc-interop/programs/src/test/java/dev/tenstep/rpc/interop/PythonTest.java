package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs programs on Debian's grpcio, whose messages are generated from the {@code .proto} of a Java interface. */
@Timeout(120)
final class PythonTest {
    /** The one for which Debian's packages are. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    private static Path folder;

    private static TlsOptions ofServer;
    private static TlsOptions ofClient;
    private static Path authority;

    @BeforeAll
    static void generate() throws Exception {
        Files.writeString(
                folder.resolve("interop.proto"), ProtoFiles.of(Texts.class).get("interop.proto"));
        Program.run(List.of(
                "protoc",
                "-I" + folder,
                "--python_out=" + folder,
                "--grpc_out=" + folder,
                "--plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin",
                "interop.proto"));
        for (String program : List.of("client.py", "server.py")) {
            Files.copy(
                    Program.PROJECT.resolve("interop/python-grpc").resolve(program),
                    folder.resolve(program),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Pki pki = new Pki(folder, "authority");
        authority = pki.certificates();
        ofServer = pki.issue("server").withAuthorities(authority);
        ofClient = pki.issue("client").withAuthorities(authority);
    }

    private static List<String> python(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, "-B", folder.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String file(String end) {
        return folder.resolve("authority-" + end).toString();
    }

    @Test
    void clientInPython() throws Exception {
        TextsHandler handler = new TextsHandler();
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Texts.class, handler)
                .start()) {
            assertThat(Program.run(python("client.py", server.address()))).contains("all as expected");
            assertThat(handler.cancelled().poll(30, TimeUnit.SECONDS)).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(handler.cancelled().poll(30, TimeUnit.SECONDS)).isEqualTo(StatusCode.CANCELLED);
        }
    }

    @Test
    void clientInPythonWithMutualTls() throws Exception {
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .tls(ofServer)
                .service(Texts.class, new TextsHandler())
                .start()) {
            assertThat(Program.run(python(
                            "client.py",
                            server.address(),
                            authority.toString(),
                            file("client.pem"),
                            file("client-key.pem"))))
                    .contains("all as expected");
        }
    }

    @Test
    void serverInPython() throws Exception {
        int port = Program.freePort();
        try (Program server = Program.start(python("server.py", String.valueOf(port)));
                RpcClient client = RpcClient.builder()
                        .to("127.0.0.1:" + port)
                        .protocol("grpc")
                        .build()) {
            server.awaitPort(port);
            ForeignServer.isAsExpected(client);
        }
    }

    @Test
    void serverInPythonWithMutualTls() throws Exception {
        int port = Program.freePort();
        try (Program server = Program.start(python(
                        "server.py",
                        String.valueOf(port),
                        authority.toString(),
                        file("server.pem"),
                        file("server-key.pem")));
                RpcClient client = RpcClient.builder()
                        .to("127.0.0.1:" + port)
                        .protocol("grpc")
                        .tls(ofClient)
                        .build()) {
            server.awaitPort(port);
            ForeignServer.isAsExpected(client);
        }
    }
}
