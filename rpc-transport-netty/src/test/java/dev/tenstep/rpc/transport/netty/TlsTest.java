package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.cluster.Endpoint;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.filter.Authorization;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.testkit.TinySerializer;
import dev.tenstep.rpc.transport.netty.tenstep.Bytes;
import dev.tenstep.rpc.transport.netty.tenstep.Frames;
import dev.tenstep.rpc.transport.netty.tenstep.RawPeer;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests TLS without failures. */
final class TlsTest {
    @TempDir
    static Path folder;

    private static Pki pki;
    private static TlsOptions ofServer;
    private static TlsOptions ofClient;

    @BeforeAll
    static void certificates() throws Exception {
        pki = new Pki(folder, "authority");
        ofServer = pki.issue("server");
        ofClient = pki.issue("client").withAuthorities(pki.certificates());
    }

    /** A service that replies with the caller's name, as the handler sees it. */
    @RpcService
    interface Who {
        String amI(String greeting);
    }

    private static String peer(String greeting) {
        X509Certificate shown = requireNonNull(CallContext.current()).peerCertificate();
        return greeting + " " + (shown == null ? "nobody" : shown.getSubjectX500Principal());
    }

    private static RpcServer server(String address, TlsOptions tls, KernelSettings settings) {
        return RpcServer.builder()
                .listen(address)
                .serializer(new TinySerializer())
                .settings(settings)
                .tls(tls)
                .service(Who.class, TlsTest::peer)
                .start();
    }

    private static String ask(RpcServer server, TlsOptions tls, KernelSettings settings) {
        try (RpcClient client =
                Served.client(server.address(), settings).tls(tls).build()) {
            return client.stub(Who.class).amI("I am");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void handlersSeeTheCertificateOfTheClient(String transport) {
        KernelSettings settings = KernelSettings.DEFAULT.withTransport(transport);
        try (RpcServer server = server("127.0.0.1:0", ofServer.withAuthorities(pki.certificates()), settings)) {
            assertThat(ask(server, ofClient, settings)).isEqualTo("I am CN=client");
        }
    }

    @Test
    void certificateMustMatchTheEndpointsName() {
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT)) {
            assertThat(ask(server, "localhost")).isEqualTo("I am nobody");
            assertThatThrownBy(() -> ask(server, "elsewhere.example"))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("elsewhere.example");
        }
    }

    private static String ask(RpcServer server, String authority) {
        try (RpcClient client = RpcClient.builder()
                .resolver(names -> names.endpoints(List.of(new Endpoint(server.address(), authority))))
                .serializer(new TinySerializer())
                .tls(TlsOptions.DEFAULT.withAuthorities(pki.certificates()))
                .build()) {
            return client.stub(Who.class).amI("I am");
        }
    }

    @Test
    void filtersKnowTheClientByItsCertificate() throws Exception {
        TlsOptions other = pki.issue("other").withAuthorities(pki.certificates());
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer(new TinySerializer())
                        .tls(ofServer.withAuthorities(pki.certificates()))
                        .filter((call, replyTo, next) -> {
                            X509Certificate shown = requireNonNull(call.peerCertificate());
                            assertThat(call.principal()).isEqualTo(shown.getSubjectX500Principal());
                            assertThat(call.peer()).contains("127.0.0.1:");
                            next.exchange(call.withMetadata(Metadata.EMPTY), replyTo);
                        })
                        .filter(Authorization.by(call ->
                                requireNonNull(call.principal()).getName().equals("CN=client")))
                        .service(Who.class, TlsTest::peer)
                        .start();
                RpcClient refused = Served.client(server.address(), KernelSettings.DEFAULT)
                        .tls(other)
                        .build()) {
            assertThat(ask(server, ofClient, KernelSettings.DEFAULT)).isEqualTo("I am CN=client");
            assertThatThrownBy(() -> refused.stub(Who.class).amI("I am"))
                    .isInstanceOfSatisfying(RpcException.class, e -> {
                        assertThat(e.code()).isEqualTo(StatusCode.PERMISSION_DENIED);
                        assertThat(e.notStarted()).isTrue();
                        assertThat(e).hasMessage("CN=other may not call Who.amI");
                    });
        }
    }

    @Test
    void clientThatIsNotAskedForACertificateSendsNone() {
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT)) {
            assertThat(ask(server, ofClient, KernelSettings.DEFAULT)).isEqualTo("I am nobody");
            assertThat(ask(server, pki.trusting(), KernelSettings.DEFAULT)).isEqualTo("I am nobody");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "inproc:who"})
    void withoutTlsThereIsNoCertificate(String address) {
        boolean inProcess = address.startsWith("inproc:");
        RpcServer.Builder server = RpcServer.builder()
                .listen(address)
                .serializer(new TinySerializer())
                .service(Who.class, TlsTest::peer);
        try (RpcServer started = (inProcess ? server.tls(ofServer) : server.noTls()).start();
                RpcClient client = Served.client(started.address(), KernelSettings.DEFAULT)
                        .noTls()
                        .build()) {
            assertThat(client.stub(Who.class).amI("I am")).isEqualTo("I am nobody");
        }
    }

    @Test
    void hostMayBeAName() {
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT);
                RpcClient client = Served.client(
                                server.address().replace("127.0.0.1", "localhost"), KernelSettings.DEFAULT)
                        .tls(pki.trusting())
                        .build()) {
            assertThat(client.stub(Who.class).amI("I am")).isEqualTo("I am nobody");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void unixSocketIsEncrypted() throws Exception {
        TlsOptions named = pki.issue("named", all -> all.addSanDnsName("elsewhere.example"));
        String address = "unix:" + folder.resolve("tls.sock");
        try (RpcServer server = server(address, named.withAuthorities(pki.certificates()), KernelSettings.DEFAULT)) {
            assertThat(ask(server, ofClient, KernelSettings.DEFAULT)).isEqualTo("I am CN=client");
        }
    }

    @Test
    void largeMessagesArriveComplete() {
        String large = "x".repeat(3_000_000);
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT);
                RpcClient client = Served.client(server.address(), KernelSettings.DEFAULT)
                        .tls(pki.trusting())
                        .build()) {
            assertThat(client.stub(Who.class).amI(large)).isEqualTo(large + " nobody");
        }
    }

    @ParameterizedTest
    @CsvSource({"h2;tenstep/1, tenstep/1", "tenstep/1, tenstep/1", "h2;http/1.1, ''"})
    void serverPicksTenstepAmongTheOfferedProtocols(String offered, String picked) throws Exception {
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT);
                SSLSocket socket = connect(server.address())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered.split(";"));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo(picked);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void protocolWorksOverBothTlsVersions(String version) throws Exception {
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT);
                SSLSocket socket = connect(server.address())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            RawPeer peer = new RawPeer(socket);
            peer.send(Bytes.PREFACE, Frames.hello().build()).readPreface();
            assertThat(peer.read().type()).as("the server's hello").isEqualTo(1);
        }
    }

    @Test
    void peerThatBreaksTheProtocolIsToldSoBeforeAnOrderlyClose() throws Exception {
        try (RpcServer server = server("127.0.0.1:0", ofServer, KernelSettings.DEFAULT);
                SSLSocket socket = connect(server.address())) {
            RawPeer peer = new RawPeer(socket);
            peer.send(Bytes.PREFACE, Frames.hello().build(), new Bytes().u32(1).frame(14))
                    .readPreface();
            assertThat(peer.readGoAway(2)).isEqualTo("frame type 14 from a client");
        }
    }

    /** Opens a client's socket that accepts every certificate. */
    static SSLSocket connect(String address) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
