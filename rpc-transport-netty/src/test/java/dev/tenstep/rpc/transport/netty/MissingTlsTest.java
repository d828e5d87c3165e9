package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests an application that depends on Netty's single artifacts, without those that TLS needs. */
final class MissingTlsTest {
    private static final String MISSING =
            "TLS is configured, which needs netty-handler (expected: on the class path, with netty-codec-base)";

    @TempDir
    Path folder;

    @Test
    void clientAndServerReportWhatIsMissing() throws Exception {
        List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> without =
                all.stream().filter(part -> !part.contains("netty-handler-4")).toList();
        assertThat(without).hasSize(all.size() - 1);
        Path output = folder.resolve("told");
        Process application = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        String.join(File.pathSeparator, without),
                        MissingTlsTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(application.waitFor(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            application.destroyForcibly();
        }
        assertThat(Files.readString(output, StandardCharsets.UTF_8).lines())
                .containsExactly("client: " + MISSING, "server: " + MISSING, "next(1): 2");
    }

    /** The application, which tries TLS on client and server, and continues without. */
    public static void main(String[] arguments) throws Exception {
        RpcServer.Builder builder =
                RpcServer.builder().service(Probe.class, new ProbeHandler()).listen("127.0.0.1:0");
        try (RpcServer server = builder.start();
                RpcClient client = RpcClient.to(server.address())) {
            report("client", () -> RpcClient.builder()
                    .to(server.address())
                    .tls(TlsOptions.DEFAULT)
                    .build());
            report("server", () -> builder.tls(TlsOptions.DEFAULT).start());
            System.out.println("next(1): " + client.stub(Probe.class).next(1));
        }
    }

    private static void report(String end, Callable<AutoCloseable> start) throws Exception {
        try {
            start.call().close();
        } catch (IllegalArgumentException e) {
            System.out.println(end + ": " + e.getMessage());
        }
    }
}
