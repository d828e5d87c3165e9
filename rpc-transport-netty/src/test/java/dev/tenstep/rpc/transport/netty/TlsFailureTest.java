package dev.tenstep.rpc.transport.netty;

import static dev.tenstep.rpc.call.StatusCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.tenstep.FakeServer;
import dev.tenstep.rpc.transport.netty.tenstep.Outcome;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.RawPeer;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests peers that fail before the protocol starts: calls say why, and were certainly not executed. */
final class TlsFailureTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final KernelSettings IMPATIENT = KernelSettings.DEFAULT.withHelloTimeout(PATIENCE);
    private static final Duration TEN_TIMES = Duration.ofMillis(450).multipliedBy(10);

    @TempDir
    static Path folder;

    private static Pki pki;
    private static Pki stranger;
    private static TlsOptions ofServer;
    private static TlsOptions mutual;

    @BeforeAll
    static void certificates() throws Exception {
        pki = new Pki(folder, "authority");
        stranger = new Pki(folder, "stranger");
        ofServer = pki.issue("server");
        mutual = ofServer.withAuthorities(pki.certificates());
    }

    private static RpcServer server(TlsOptions tls) {
        return Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                .tls(tls)
                .start();
    }

    /** Returns the failure of a first call, which must not reach the server's handler. */
    private static Outcome call(String address, TlsOptions tls, KernelSettings settings) {
        try (RpcClient client = Served.client(address, settings).tls(tls).build()) {
            return Outcome.of(() -> client.stub(Probe.class).next(1)).notStarted();
        }
    }

    private static Outcome call(RpcServer server, TlsOptions tls) {
        return call(server.address(), tls, KernelSettings.DEFAULT);
    }

    private static void assertServes(RpcServer server, TlsOptions tls) {
        try (RpcClient client =
                Served.client(server.address(), KernelSettings.DEFAULT).tls(tls).build()) {
            assertThat(client.stub(Probe.class).next(1)).isEqualTo(2);
        }
    }

    /** OpenSSL does not report the peer's first bytes. */
    private static String firstBytes(String hex) {
        return OpenSsl.isAvailable() ? "" : ": it began with " + hex;
    }

    @Test
    void plaintextClientIsToldByATlsServer() {
        try (Logged log = new Logged(PlaintextRejection.class);
                RpcServer server = server(ofServer);
                RpcClient client =
                        Served.client(server.address(), KernelSettings.DEFAULT).build()) {
            for (int i = 0; i < 3; i++) {
                Outcome.of(() -> client.stub(Probe.class).next(1))
                        .notStarted()
                        .is(UNAVAILABLE)
                        .contains(
                                "the server speaks TLS, and the client does not (expected: rpc.tls=on for the client)");
            }
            assertThat(log.count("DEBUG", "the server speaks TLS, and the client does not"))
                    .isPositive();
            assertServes(server, pki.trusting());
        }
    }

    @Test
    void tlsClientIsToldByAPlaintextServer() {
        try (Logged log = new Logged(ProtocolDetector.class);
                RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .start()) {
            call(server, pki.trusting())
                    .is(UNAVAILABLE)
                    .contains(
                            "the server does not speak TLS" + firstBytes("d754454e53544550"),
                            "expected: rpc.server.tls.certificate on the server, or no rpc.tls on the client");
            assertThat(log.count("DEBUG", "looks like TLS", "rpc.server.tls.certificate"))
                    .isPositive();
        }
    }

    @Test
    void serverOfAnotherProtocolIsNamed() throws IOException {
        try (FakeServer http = new FakeServer(peer -> {
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.readToEnd();
        })) {
            call(http.address(), pki.trusting(), KernelSettings.DEFAULT)
                    .is(UNAVAILABLE)
                    .contains("the server does not speak TLS" + firstBytes("485454502f312e3120343030"));
        }
    }

    @Test
    void serverThatClosesSilentlyMayLackTls() throws IOException {
        try (FakeServer closing = new FakeServer(peer -> peer.readBytes(20))) {
            call(closing.address(), pki.trusting(), KernelSettings.DEFAULT)
                    .is(UNAVAILABLE)
                    .contains("closed the connection during the TLS handshake; it might not speak TLS");
        }
    }

    @Test
    void silentServerTimesOut() throws IOException {
        try (FakeServer silent = new FakeServer(RawPeer::readToEnd)) {
            long start = System.nanoTime();
            call(silent.address(), pki.trusting(), IMPATIENT)
                    .is(UNAVAILABLE)
                    .contains("did not finish the TLS handshake within 200 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TEN_TIMES);
        }
    }

    @Test
    void untrustedAuthorityIsRefused() throws Exception {
        try (RpcServer server = server(stranger.issue("unknown"))) {
            call(server, pki.trusting())
                    .is(UNAVAILABLE)
                    .contains("the server's certificate is not accepted", "certification path", "rpc.tls.ca");
            call(server, TlsOptions.DEFAULT).is(UNAVAILABLE).contains("the server's certificate is not accepted");
            assertServes(server, stranger.trusting());
        }
    }

    @Test
    void certificateForAnotherHostIsRefused() throws Exception {
        try (RpcServer server = server(pki.issue("elsewhere", all -> all.addSanDnsName("elsewhere.example")))) {
            call(server, pki.trusting()).is(UNAVAILABLE).contains("certificate is not accepted", "127.0.0.1");
            call(server.address().replace("127.0.0.1", "localhost"), pki.trusting(), KernelSettings.DEFAULT)
                    .is(UNAVAILABLE)
                    .contains("certificate is not accepted", "localhost");
        }
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        try (RpcServer server = server(
                pki.issue("expired", all -> all.addSanIpAddress("127.0.0.1").notAfter(yesterday)))) {
            call(server, pki.trusting()).is(UNAVAILABLE).contains("the server's certificate has expired");
        }
    }

    @RepeatedTest(10)
    void clientWithoutARequiredCertificateIsRefused() {
        try (Logged log = new Logged(ServerHandshake.class);
                RpcServer server = server(mutual);
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT)
                        .tls(pki.trusting())
                        .build()) {
            List<CompletionStage<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(client.stub(Probe.class).nextAtOnce(i));
            }
            for (CompletionStage<Integer> call : calls) {
                Outcome.of(call)
                        .notStarted()
                        .is(UNAVAILABLE)
                        .contains("the server refused the TLS handshake", "rpc.tls.certificate");
            }
            assertThat(log.count("DEBUG", "the client showed no certificate")).isPositive();
        }
    }

    @Test
    void clientCertificateOfAnotherAuthorityIsRefused() throws Exception {
        try (RpcServer server = server(mutual)) {
            call(server, stranger.issue("intruder").withAuthorities(pki.certificates()))
                    .is(UNAVAILABLE)
                    .contains("the server refused the TLS handshake");
            assertServes(server, pki.issue("client").withAuthorities(pki.certificates()));
        }
    }

    @Test
    void expiredClientCertificateIsRefused() throws Exception {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        try (Logged log = new Logged(ServerHandshake.class);
                RpcServer server = server(mutual)) {
            call(server, pki.issue("late", all -> all.notAfter(yesterday)).withAuthorities(pki.certificates()))
                    .is(UNAVAILABLE)
                    .contains("the server refused the TLS handshake");
            assertThat(log.count("DEBUG", "the client's certificate has expired"))
                    .isPositive();
        }
    }

    @Test
    void waitingCallsSurviveFailedHandshakes() throws Exception {
        RpcServer wrong = server(stranger.issue("wrong"));
        try (RpcClient client = Served.client(wrong.address(), KernelSettings.DEFAULT)
                .tls(pki.trusting())
                .build()) {
            Probe patient = client.stub(
                    Probe.class, CallOptions.deadline(Eventually.LONG).waitForReady());
            CompletionStage<Integer> call = patient.nextAtOnce(1);
            Outcome.of(() -> client.stub(Probe.class).next(1)).notStarted().is(UNAVAILABLE);
            assertThat(call.toCompletableFuture()).isNotDone();
            wrong.close();
            try (RpcServer right = Served.server(wrong.address(), KernelSettings.DEFAULT, new ProbeHandler())
                    .tls(ofServer)
                    .start()) {
                assertThat(right.address()).isEqualTo(wrong.address());
                assertThat(call.toCompletableFuture().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void garbageIsClosedWhileOthersAreServed() throws Exception {
        Random random = new Random(4);
        try (RpcServer server = server(ofServer)) {
            for (int i = 0; i < 30; i++) {
                byte[] bytes = new byte[5 + random.nextInt(3000)];
                random.nextBytes(bytes);
                bytes[0] = (byte) (i % 2 == 0 ? 0x16 : 0);
                try (RawPeer client = RawPeer.connect(server.address())) {
                    client.send(bytes);
                    client.socket().shutdownOutput();
                    client.readToEnd();
                }
            }
            assertServes(server, pki.trusting());
        }
    }

    /** The client sends nothing, or the beginning of a record that is never completed. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"})
    void clientThatFallsSilentIsClosed(String beginning) throws IOException {
        try (RpcServer server = Served.server(IMPATIENT, new ProbeHandler())
                        .tls(ofServer)
                        .start();
                RawPeer client = RawPeer.connect(server.address())) {
            long start = System.nanoTime();
            client.send(beginning.getBytes(StandardCharsets.ISO_8859_1)).readToEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(PATIENCE)
                    .isLessThan(TEN_TIMES);
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() {
        try (RpcServer server = Served.server(KernelSettings.DEFAULT.withMaxConnections(1), new ProbeHandler())
                        .tls(ofServer)
                        .start();
                RpcClient first = Served.client(server.address(), KernelSettings.DEFAULT)
                        .tls(pki.trusting())
                        .build()) {
            assertThat(first.stub(Probe.class).next(1)).isEqualTo(2);
            call(server, pki.trusting()).is(UNAVAILABLE).contains("the server has 1 connections, the most it accepts");
        }
    }
}
