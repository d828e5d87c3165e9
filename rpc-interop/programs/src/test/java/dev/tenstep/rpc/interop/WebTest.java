package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the clients of pages in Node: connect-es in its protocols, and grpc-web. */
@Timeout(300)
final class WebTest {
    private static final String PROTOCOLS = "grpc,grpc-web,connect";

    /** Clients made by connect-node and connect-web in these protocols. */
    private static final int TRANSPORTS = 17;

    /** Clients that only read, by GET. */
    private static final int READERS = 6;

    /** The formats of the package grpc-web, which are not tried with TLS. */
    private static final int FORMATS = 2;

    @BeforeAll
    static void install() throws Exception {
        Web.install();
    }

    @Test
    void inPlaintext() throws Exception {
        TextsHandler handler = new TextsHandler();
        try (RpcServer server = Web.server(handler).listen("127.0.0.1:0").start()) {
            allAreAsExpected(
                    Web.run("node", "client.mjs", PROTOCOLS, "http://" + server.address()),
                    TRANSPORTS + READERS + FORMATS);
        }
        // A client of HTTP/1.1 gives a call up by closing its connection.
        assertThat(handler.ended())
                .hasSize(3 * TRANSPORTS + 2 * FORMATS)
                .containsOnly(StatusCode.DEADLINE_EXCEEDED, StatusCode.CANCELLED, StatusCode.UNAVAILABLE);
    }

    @Test
    void withTls(@TempDir Path files) throws Exception {
        Pki pki = new Pki(files, "a");
        try (RpcServer server = Web.server(new TextsHandler())
                .listen("127.0.0.1:0")
                .tls(pki.issue("server"))
                .start()) {
            Path authority = pki.certificates();
            String url = "https://" + server.address();
            allAreAsExpected(
                    Web.trusting(authority, "node", "client.mjs", PROTOCOLS, url, authority.toString()),
                    TRANSPORTS + READERS);
        }
    }

    private static void allAreAsExpected(String printed, int clients) {
        assertThat(printed.lines()).hasSize(clients).allSatisfy(line -> assertThat(line)
                .endsWith(": all as expected"));
    }
}
