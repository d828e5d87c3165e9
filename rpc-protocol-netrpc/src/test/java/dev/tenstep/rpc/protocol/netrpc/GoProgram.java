package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Go program of one file, run without modules and without a network. */
public final class GoProgram {
    private static final int SECONDS = 300;

    private static @Nullable Path peer;

    private GoProgram() {}

    /** Skips a test where there is no Go, unless this is the build that must skip nothing. */
    public static void require() throws InterruptedException {
        boolean present;
        try {
            present = new ProcessBuilder("go", "version").start().waitFor() == 0;
        } catch (IOException e) {
            present = false;
        }
        boolean must = "true".equals(System.getenv("CI"));
        assumeTrue(present || must, "skipped: no go on the path (apt-get install golang-go)");
        assertThat(present).as("go on the path, as CI=true requires").isTrue();
    }

    /** Runs a program among the test resources with these lines as its input, and returns the lines of its output. */
    public static List<String> run(String resource, Path folder, List<String> input)
            throws IOException, InterruptedException {
        Path lines = Files.write(folder.resolve("input"), input);
        return run(new ProcessBuilder("go", "run", copied(resource, folder)).redirectInput(lines.toFile()), folder);
    }

    /** Builds the program that calls and serves Panda, once for all tests, and returns its path. */
    static synchronized Path peer(Path folder) throws IOException, InterruptedException {
        Path known = peer;
        if (known == null) {
            known = Files.createDirectories(Path.of("target", "go-peer").toAbsolutePath())
                    .resolve("peer");
            run(new ProcessBuilder("go", "build", "-o", known.toString(), copied("/netrpc/peer.go", folder)), folder);
            peer = known;
        }
        return known;
    }

    private static String copied(String resource, Path folder) throws IOException {
        Path source = folder.resolve("main.go");
        try (InputStream file = GoProgram.class.getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(file), source, StandardCopyOption.REPLACE_EXISTING);
        }
        return source.toString();
    }

    /** Runs a command to its end, and returns the lines of its output. */
    static List<String> run(ProcessBuilder command, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        command.directory(folder.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
        command.environment()
                .putAll(Map.of(
                        "GO111MODULE",
                        "off",
                        "GOFLAGS",
                        "",
                        "GOPATH",
                        folder.toString(),
                        "GOCACHE",
                        Path.of("target", "go-cache").toAbsolutePath().toString()));
        Process process = command.start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the program ends").isTrue();
        assertThat(Files.readString(errors, StandardCharsets.UTF_8)).isEmpty();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output);
    }
}
