package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.examples.ticker.Prices;
import dev.tenstep.rpc.examples.ticker.Ticker;
import dev.tenstep.rpc.examples.upload.HashedUploads;
import dev.tenstep.rpc.examples.upload.Uploads;
import dev.tenstep.rpc.examples.users.Users;
import dev.tenstep.rpc.examples.users.UsersInMemory;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client in interop/python-native, which knows docs/protocol.md and docs/messages.md and none of this code. */
final class PythonClientTest {
    private static final int SECONDS = 60;
    private static final File FOLDER = new File("../interop/python-native");

    private static RpcServer server;

    /** The result of a process that has ended. */
    private record Ended(int exitCode, String out, String err) {}

    @BeforeAll
    static void serve() {
        boolean present = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
        if (!present && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("no python3 in the path (expected: one, .ci/run installs it)");
        }
        assumeTrue(present, "no python3 in the path: the foreign client was not tried");
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Users.class, new UsersInMemory())
                .service(Ticker.class, new Prices(Duration.ofNanos(1000)))
                .service(Uploads.class, new HashedUploads(64 << 20))
                .start();
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    private static Ended python(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-B", program));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("python", "err");
        Process process = new ProcessBuilder(command)
                .directory(FOLDER)
                .redirectError(err.toFile())
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("it ended by itself")
                    .isTrue();
            return new Ended(process.exitValue(), out, Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(err);
        }
    }

    private static Ended client(String serializer, String... command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--target", server.address(), "--serializer", serializer));
        arguments.addAll(List.of(command));
        return python("client.py", arguments.toArray(String[]::new));
    }

    private static String told(String serializer, String... command) throws Exception {
        Ended ended = client(serializer, command);
        assertThat(ended.err).isEmpty();
        assertThat(ended.exitCode).isZero();
        return ended.out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void callsMethods(String serializer) throws Exception {
        assertThat(told(serializer, "find", "2"))
                .startsWith(
                        "{\"id\": 2, \"name\": \"Barbara\", \"email\": \"Barbara@example.org\", \"roles\": [\"READER\"]");
        assertThat(told(serializer, "list", "0"))
                .startsWith("{\"number\": 0, \"pages\": ")
                .contains("Ada", "Edsger");
        assertThat(told(serializer, "create", "Sh\u00e9n \ud83d\ude00", "--role", "WRITER", "--role", "OWNER"))
                .contains("\"name\": \"Sh\\u00e9n \\ud83d\\ude00\", \"email\": null")
                .contains("\"WRITER\"", "\"OWNER\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void seesFailuresAndDeclaredExceptions(String serializer) throws Exception {
        Ended declared = client(serializer, "find", "4096");
        assertThat(declared.out)
                .isEqualTo("{\"exception\": \"UserNotFoundException\", \"message\": \"no user has the number 4096\","
                        + " \"id\": 4096}\n");
        assertThat(declared.exitCode).isEqualTo(1);
        assertThat(client(serializer, "create", "").err).isEqualTo("INVALID_ARGUMENT: name:  (expected: a name)\n");
        assertThat(client(serializer, "--metadata", "K=v", "find", "1").err)
                .startsWith("INVALID_ARGUMENT: metadata key 'K'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void takesResultsThatStreamBeyondTheFirstCredit(String serializer) throws Exception {
        assertThat(told(serializer, "watch", "TEN", "1000").lines())
                .hasSize(1000)
                .last()
                .asString()
                .startsWith("{\"symbol\": \"TEN\", \"number\": 1000, \"price\": ");
        assertThat(client(serializer, "watch", "TEN", "0").err)
                .isEqualTo("INVALID_ARGUMENT: count: 0 (expected: 1 or more)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void sendsAStreamBeyondTheFirstCreditInPartsWhereElementsAreLong(String serializer, @TempDir Path folder)
            throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("made-up"), bytes);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

        assertThat(told(serializer, "upload", file.toString()))
                .isEqualTo("{\"name\": \"made-up\", \"bytes\": 3000000, \"sha256\": \"" + hash + "\"}\n");
    }

    /** Sends a text in parts in both directions, if it is not compressed. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void sendsAndReceivesMessagesInPartsOrCompressedAndMetadata(String serializer) throws Exception {
        String name = "x".repeat(100_000);
        assertThat(told(serializer, "create", name)).contains(name);
        assertThat(told(serializer, "--gzip", "--metadata", "tenant=\u00e9", "create", name))
                .contains(name);
    }

    @Test
    void findsThatTheServerKeepsTheRules() throws Exception {
        Ended ended = python("check.py", server.address());

        assertThat(ended.out.lines().filter(line -> line.startsWith("broken")).toList())
                .isEmpty();
        assertThat(ended.err).isEmpty();
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out).containsPattern("4\\d of 4\\d rules are kept");
    }

    @Test
    void reportsTheAddressThatItCannotConnectTo() throws Exception {
        assertThat(python("client.py", "--target", "127.0.0.1:1", "find", "1").err)
                .startsWith("cannot connect to 127.0.0.1:1: ");
    }
}
