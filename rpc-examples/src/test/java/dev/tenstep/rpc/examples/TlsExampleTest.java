package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.examples.MainTest.Outcome;
import dev.tenstep.rpc.examples.doorman.DoormanServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doorman over TLS, with the certificates and settings that the script makes. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class TlsExampleTest {
    private static final String CONFIG = "rpc.config";

    @TempDir
    static Path folder;

    @BeforeAll
    static void certificates() throws Exception {
        Certificates.make(folder, "ann");
    }

    @AfterEach
    void forgetTheSettings() {
        System.clearProperty(CONFIG);
    }

    private static RpcServer server(String settings) {
        System.setProperty(CONFIG, folder.resolve(settings).toString());
        return DoormanServer.start("127.0.0.1:0");
    }

    private static Outcome client(RpcServer server, String settings) {
        return MainTest.run("client doorman --target " + server.address() + " --config " + folder.resolve(settings));
    }

    private static Outcome greets(String name) {
        return new Outcome(0, String.format("doorman.greet() -> Hello, %s!%n", name), "");
    }

    @Test
    void underMutualTlsTheServerGreetsByTheNameInTheCertificate() throws Exception {
        try (RpcServer server = server("mutual.properties")) {
            assertThat(client(server, "mutual.properties")).isEqualTo(greets("ann"));
            Outcome refused = client(server, "tls.properties");
            assertThat(refused.err()).contains("the server refused the TLS handshake", "expected: rpc.tls.certificate");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(Certificates.make(folder, "bob").out()).contains("client.pem of bob");
            assertThat(client(server, "mutual.properties")).isEqualTo(greets("bob"));
        }
    }

    @Test
    void underTlsAClientNeedsNoCertificateAndIsAStranger() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.properties"), "");
        try (RpcServer server = server("tls.properties")) {
            assertThat(client(server, "tls.properties")).isEqualTo(greets("stranger"));
            assertThat(client(server, "mutual.properties")).isEqualTo(greets("stranger"));
            Outcome clear = client(server, nothing.toString());
            assertThat(clear.err()).contains("the server speaks TLS, and the client does not");
            assertThat(clear.exitCode()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | DIRECTORY: none (expected: where the certificates are to be; --help says more) |",
                "2 | option: -f (expected: --help, or a directory) | -f",
                "2 | arguments: 3 (expected: DIRECTORY, or DIRECTORY and CLIENT) | target ann bob",
                "2 | CLIENT: a/b (expected: letters, digits, '.', '_' and '-') | target a/b",
                "1 | openssl: not found (expected: on the PATH, 1.1.1 or newer) | target"
            })
    void theScriptSaysWhatIsWrong(int exitCode, String error, String arguments) throws Exception {
        List<String> given = arguments == null ? List.of() : Arrays.asList(arguments.split(" "));
        assertThat(Certificates.run(given, folder.toString()))
                .isEqualTo(new Certificates(exitCode, "", "certificates.sh: " + error + "\n"));
    }

    @Test
    void theScriptWritesWhereItCanAndOverNothingOfOthers() throws Exception {
        String path = System.getenv("PATH");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(Certificates.run(List.of(file.toString()), path).err())
                .isEqualTo(
                        "certificates.sh: DIRECTORY: %s (expected: a directory that can be written, or made)%n", file);
        Path others = Files.createDirectory(folder.resolve("others"));
        Files.writeString(others.resolve("server-key.pem"), "theirs");
        assertThat(Certificates.run(List.of(others.toString()), path).err())
                .startsWith("certificates.sh: DIRECTORY: " + others + " has a server-key.pem and no ca-key.pem");
        assertThat(others.resolve("server-key.pem")).hasContent("theirs");
    }
}
