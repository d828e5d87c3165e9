package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs h2spec, the conformance tests of HTTP/2 (github.com/summerwind/h2spec), against the server: all of them. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class H2specTest {
    private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

    /** A service, which no case calls. */
    @RpcService
    interface Nothing {
        void nothing();
    }

    @TempDir
    private Path folder;

    @Test
    void allCasesPass() throws Exception {
        try (RpcServer server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Nothing.class, () -> {})
                .start()) {
            String port = server.address().substring(server.address().lastIndexOf(':') + 1);
            String report = run(List.of(h2spec().toString(), "-h", "127.0.0.1", "-p", port, "-o", "10"));
            assertThat(report).contains("145 tests, 145 passed, 0 skipped, 0 failed");
        }
    }

    private Path h2spec() throws IOException, InterruptedException {
        Path archive = folder.resolve("h2spec.tar.gz");
        try (InputStream packed = Objects.requireNonNull(H2specTest.class.getResourceAsStream(ARCHIVE))) {
            Files.copy(packed, archive);
        }
        run(List.of("tar", "xzf", archive.toString(), "-C", folder.toString()));
        return folder.resolve("h2spec");
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
