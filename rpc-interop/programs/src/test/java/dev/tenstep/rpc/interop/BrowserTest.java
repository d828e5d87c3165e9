package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens a page in Chromium that calls a server on another origin, by each client that pages have. */
@Timeout(300)
final class BrowserTest {
    private static final String PROTOCOLS = "grpc-web,connect";
    private static final List<String> CLIENTS = List.of(
            "connect-web gRPC-Web",
            "grpc-web, binary",
            "grpc-web, text",
            "connect-web Connect, JSON",
            "connect-web Connect, protobuf",
            "connect-web Connect, JSON, GET");

    @BeforeAll
    static void install() throws Exception {
        Program.require("/usr/bin/chromium --version");
        Web.install();
    }

    private static RpcServer.Builder serving(int pagePort) {
        return Web.server(new TextsHandler())
                .listen("127.0.0.1:0")
                .config(Map.of("rpc.server.http.origins", "http://127.0.0.1:" + pagePort));
    }

    /** Returns what a page says that is served on a port of its own. */
    private static List<String> page(int port, String url) throws Exception {
        return Web.run("node", "browser.mjs", String.valueOf(port), PROTOCOLS, url)
                .lines()
                .toList();
    }

    private static void allAreAsExpected(List<String> said, String version) {
        assertThat(said).hasSize(CLIENTS.size() + 1).endsWith("answered by: " + version);
        assertThat(said.subList(0, CLIENTS.size()))
                .containsExactlyElementsOf(CLIENTS.stream()
                        .map(client -> client + ": all as expected")
                        .toList());
    }

    @Test
    void inPlaintext() throws Exception {
        int port = Program.freePort();
        try (RpcServer server = serving(port).start()) {
            allAreAsExpected(page(port, "http://" + server.address()), "HTTP/1.1");
        }
    }

    /** With TLS, a browser speaks HTTP/2. */
    @Test
    void withTls(@TempDir Path files) throws Exception {
        int port = Program.freePort();
        try (RpcServer server =
                serving(port).tls(new Pki(files, "a").issue("server")).start()) {
            allAreAsExpected(page(port, "https://" + server.address()), "HTTP/2.0");
        }
    }

    @Test
    void pageOfAnotherOriginReadsNoAnswer() throws Exception {
        int port = Program.freePort();
        try (RpcServer server = serving(port - 1).start()) {
            assertThat(page(port, "http://" + server.address()))
                    .hasSize(CLIENTS.size() + 1)
                    .noneMatch(line -> line.contains("as expected"))
                    .contains("connect-web gRPC-Web: ConnectError: [unknown] Failed to fetch", "answered by: ");
        }
    }
}
