package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of somebody else, started with an end. */
final class Program implements AutoCloseable {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent().getParent();

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Program start(List<String> command) throws IOException {
        Path output = Files.createTempFile("program", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Program(process, output);
    }

    /** Runs a program, which must succeed, and returns what it printed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        try (Program program = start(command)) {
            boolean ended = program.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String printed = program.output();
            assertThat(ended).as("%s ended; it printed %s", command, printed).isTrue();
            assertThat(program.process.exitValue()).as(printed).isZero();
            return printed;
        }
    }

    /** Returns the command of a class of grpc-java's interop programs. */
    static List<String> grpcJava(String type, String... arguments) throws IOException {
        Path classPath = PROJECT.resolve("rpc-interop/grpc-java/target/grpc-java.classpath");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Files.readString(classPath),
                "io.grpc.testing.integration." + type));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns a port of loopback at which nobody listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens. */
    void awaitPort(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(process.isAlive()).as(output()).isTrue();
                assertThat(System.nanoTime()).as(output()).isLessThan(end);
                Thread.onSpinWait();
            }
        }
    }

    private String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
