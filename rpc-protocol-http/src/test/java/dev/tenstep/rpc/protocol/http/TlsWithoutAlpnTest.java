package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.transport.netty.Pki;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests which version of HTTP a connection in TLS gets: the one that ALPN agrees on, or else the one of its first bytes. */
@Timeout(60)
final class TlsWithoutAlpnTest {
    private static final String CALL = "POST /shop.Shop/Find HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
            + "content-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":7}";

    @TempDir
    static Path folder;

    private static RpcServer server;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Pki pki = new Pki(folder, "authority");
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .tls(pki.issue("server"))
                .service(Shop.class, new Shop.Handler())
                .start();
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream in = Files.newInputStream(pki.certificates())) {
            authorities.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SSLSocket connect(String... alpn) throws Exception {
        int colon = server.address().lastIndexOf(':');
        int port = Integer.parseInt(server.address().substring(colon + 1));
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(alpn);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String answer(SSLSocket socket) throws Exception {
        socket.getOutputStream().write(CALL.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void alpnChoosesHttp11() throws Exception {
        try (SSLSocket socket = connect("http/1.1")) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("{\"id\":\"7\",\"name\":\"item 7\"}");
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void withoutAlpnARequestLineChoosesHttp11() throws Exception {
        try (SSLSocket socket = connect()) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("{\"id\":\"7\",\"name\":\"item 7\"}");
        }
    }

    @Test
    void withoutAlpnThePrefaceChoosesHttp2() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // empty settings
            byte[] header = socket.getInputStream().readNBytes(9);
            assertThat(header[3]).as("the type of the first frame").isEqualTo((byte) 4);
        }
    }

    @Test
    void firstByteThatNobodyClaimsIsAnsweredByNothing() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0x7f, 0x7f, 0x7f});
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }
}
