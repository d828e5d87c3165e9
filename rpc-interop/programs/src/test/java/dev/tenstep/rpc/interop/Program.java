package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenstep.rpc.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of somebody else, started with an end. */
final class Program implements AutoCloseable {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent().getParent();

    /** The line with which a server says that it is ready; its address follows. */
    static final String READY = "listening on ";

    private static final int PATIENCE_SECONDS = 60;

    private final List<String> command;
    private final Process process;
    private final Path output;

    private Program(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    static Program start(List<String> command) throws IOException {
        return start(command, Path.of(""), Map.of());
    }

    /** Starts a program in a folder, with more variables in its environment. */
    static Program start(List<String> command, Path folder, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile("program", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Program(command, builder.start(), output);
    }

    /** Runs a program, which must succeed, and returns what it printed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        return run(command, Path.of(""), Map.of(), PATIENCE_SECONDS);
    }

    /** Runs a program, which must succeed within a time, and returns what it printed. */
    static String run(List<String> command, Path folder, Map<String, String> environment, int seconds)
            throws IOException, InterruptedException {
        try (Program program = start(command, folder, environment)) {
            assertThat(program.end(seconds)).as(program.output()).isZero();
            return program.output();
        }
    }

    /**
     * Skips the test if one of these commands of the shell is missing or fails. Under CI, where everything was installed,
     * the test fails.
     */
    static void require(String... commands) throws IOException, InterruptedException {
        for (String command : commands) {
            try (Program program = start(List.of("sh", "-c", command))) {
                boolean present = program.end(PATIENCE_SECONDS) == 0;
                if (!present && "true".equals(System.getenv("CI"))) {
                    throw new AssertionError(
                            command + ": " + program.output() + " (expected: success, .ci/run installs what it needs)");
                }
                assumeTrue(present, command + " failed, so programs were not tried: " + program.output());
            }
        }
    }

    /** Returns the command of a class of grpc-java's interop programs. */
    static List<String> grpcJava(String type, String... arguments) throws IOException {
        Path classPath = PROJECT.resolve("rpc-interop/grpc-java/target/grpc-java.classpath");
        return command(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Files.readString(classPath),
                        "io.grpc.testing.integration." + type),
                arguments);
    }

    /** Returns a command with arguments. */
    static List<String> command(List<String> beginning, String... arguments) {
        List<String> command = new ArrayList<>(beginning);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Copies a folder of the project, over what is there. */
    static void copy(String from, Path to) throws IOException {
        Path folder = PROJECT.resolve(from);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(to.resolve(folder.relativize(file)), Files.readString(file));
            }
        }
    }

    /** Writes a file and the folders that it lies in. */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Writes files by their paths in a folder. */
    static void write(Path folder, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            write(folder.resolve(text.getKey()), text.getValue());
        }
    }

    /** Returns a port of loopback at which nobody listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens. */
    void awaitPort(int port) {
        Eventually.until("somebody listens on port " + port, () -> {
            assertThat(process.isAlive()).as(output()).isTrue();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Waits until the program says that it listens, and returns where. */
    String awaitAddress() {
        Eventually.until(command + " listens", () -> {
            assertThat(output().contains(READY) || process.isAlive())
                    .as(output())
                    .isTrue();
            return output().lines().anyMatch(line -> line.startsWith(READY)) && output().endsWith("\n");
        });
        return output().lines()
                .filter(line -> line.startsWith(READY))
                .findFirst()
                .orElseThrow()
                .substring(READY.length());
    }

    private int end(int seconds) throws InterruptedException {
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        assertThat(ended).as("%s ended; it printed %s", command, output()).isTrue();
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        File file = output.toFile();
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }
}
