package dev.tenstep.rpc.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The Go program among the resources, a server and a client of net/rpc. Its processes obey lines as those of the
 * contenders do.
 */
record GoProgram(Path binary) {
    /** Returns whether there is Go to build it with. */
    static boolean canBeBuilt() throws InterruptedException {
        try {
            Process go = new ProcessBuilder("go", "version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return go.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Builds it in that folder, without modules and so without a network. */
    static GoProgram build(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("main.go");
        try (InputStream file = requireNonNull(GoProgram.class.getResourceAsStream("netrpc/main.go"))) {
            Files.copy(file, source);
        }
        Path binary = folder.resolve("netrpc");
        ProcessBuilder builder = new ProcessBuilder("go", "build", "-o", binary.toString(), source.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("GO111MODULE", "off", "GOFLAGS", ""));
        Process go = builder.start();
        String output = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (go.waitFor() != 0) {
            throw new IllegalStateException("go build failed: " + output);
        }
        return new GoProgram(binary);
    }

    /** Starts a server, which says {@code ready PORT}. */
    Child server() throws IOException {
        return Child.start("the server of go", List.of(binary.toString(), "server"));
    }

    /** Connects a client to a server on loopback, over one connection. */
    Child client(String server, String port) throws IOException, ChildFailed, InterruptedException {
        Child client =
                Child.start("Go's client of " + server, List.of(binary.toString(), "client", "127.0.0.1:" + port));
        client.await("ready", Contestant.TO_START);
        return client;
    }
}
