package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.KernelSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a client which speaks HTTP/1 is told what the port expects. */
@Timeout(60)
final class Http1Test {
    private static final String EXPECTED = "the client speaks HTTP/1 (expected: HTTP/2 from the first byte, by prior"
            + " knowledge, or by the ALPN name h2 in TLS; there is no upgrade)\n";

    @RegisterExtension
    static final Attacked SERVER = new Attacked(KernelSettings.DEFAULT);

    private String answer(byte[]... parts) throws IOException {
        SERVER.attacker(new RawPeer(SERVER.address()));
        for (byte[] part : parts) {
            SERVER.attacker().send(part);
            SERVER.victim().awaitMore();
        }
        return SERVER.attacker().textUntilClosed();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertRefused(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 505 HTTP Version Not Supported\r\n")
                .contains("\r\nconnection: close\r\n")
                .contains("\r\ncontent-length: " + EXPECTED.length() + "\r\n")
                .endsWith("\r\n\r\n" + EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"})
    void requestIsRefused(String method) throws IOException {
        assertRefused(answer(ascii(method + " / HTTP/1.1\r\nhost: localhost\r\n\r\n")));
    }

    @Test
    void upgradeIsRefused() throws IOException {
        String request = String.join(
                "\r\n",
                "POST /Counting/Next HTTP/1.1",
                "host: localhost",
                "connection: Upgrade, HTTP2-Settings",
                "upgrade: h2c",
                "http2-settings: AAMAAABkAAQAAP__",
                "content-length: 0",
                "",
                "");
        assertRefused(answer(ascii(request)));
    }

    @Test
    void requestThatArrivesInPiecesIsRefused() throws IOException {
        assertRefused(answer(ascii("P"), ascii("O"), ascii("ST / HTTP/1.1\r\n")));
    }

    @Test
    void clientOfTheJdkThatAsksForAnUpgradeReadsWhy() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("http://" + SERVER.address() + "/"))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(505);
        assertThat(response.body()).isEqualTo(EXPECTED);
    }
}
