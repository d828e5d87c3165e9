package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The result of {@code certificates.sh}, run as a user runs it. */
record Certificates(int exitCode, String out, String err) {
    private static final int SECONDS = 30;

    static Certificates run(List<String> arguments, String path) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "certificates.sh"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", path);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("it ended by itself")
                    .isTrue();
            return new Certificates(
                    process.exitValue(), text(process.getInputStream()), text(process.getErrorStream()));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Makes certificates in a folder; the client's is for a person of that name. */
    static Certificates make(Path folder, String client) throws Exception {
        Certificates made = run(List.of(folder.toString(), client), System.getenv("PATH"));
        assertThat(made.err()).isEmpty();
        assertThat(made.exitCode()).isZero();
        return made;
    }
}
