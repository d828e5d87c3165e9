package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests invalid TLS files, which are reported at startup. */
final class TlsFilesTest {
    @TempDir
    Path folder;

    private Pki pki;
    private TlsOptions good;

    @BeforeEach
    void certificates() throws Exception {
        pki = new Pki(folder, "authority");
        good = pki.issue("server");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertStarting(TlsOptions tls) {
        return assertThatThrownBy(() -> Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .tls(tls)
                        .start()
                        .close())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingFileIsReported() {
        Path missing = folder.resolve("missing.pem");
        assertStarting(TlsOptions.DEFAULT.withCertificate(missing, good.key()))
                .hasMessage("rpc.server.tls.certificate: " + missing
                        + " does not exist (expected: a PEM file with -----BEGIN CERTIFICATE-----)");
        assertStarting(TlsOptions.DEFAULT.withCertificate(good.certificate(), missing))
                .hasMessageContainingAll("rpc.server.tls.key: " + missing + " does not exist", "PKCS #8");
        assertStarting(good.withAuthorities(missing))
                .hasMessageContaining("rpc.server.tls.client.ca: " + missing + " does not exist");
        assertThatThrownBy(() -> Served.client("127.0.0.1:1", KernelSettings.DEFAULT)
                        .tls(TlsOptions.DEFAULT.withAuthorities(missing))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rpc.tls.ca: " + missing + " does not exist");
    }

    @Test
    void fileOfAnotherKindIsReported() throws Exception {
        assertStarting(TlsOptions.DEFAULT.withCertificate(good.key(), good.key()))
                .hasMessageContaining(good.key() + " holds PRIVATE KEY (expected: a PEM file with -----BEGIN CERT");
        assertStarting(TlsOptions.DEFAULT.withCertificate(good.certificate(), good.certificate()))
                .hasMessageContaining(
                        good.certificate() + " holds CERTIFICATE (expected: a PEM file with -----BEGIN PRI");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertStarting(good.withAuthorities(empty)).hasMessageContaining(empty + " holds nothing that is PEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void keyInAnotherFormatIsReported(String label) throws Exception {
        Path key = folder.resolve("other.pem");
        Files.writeString(key, Files.readString(good.key()).replace("PRIVATE KEY", label));
        assertStarting(TlsOptions.DEFAULT.withCertificate(good.certificate(), key))
                .hasMessageContainingAll(key + " holds " + label, "openssl pkcs8 -topk8 -nocrypt");
    }

    /** The bodies are like those that tools write, but contain no key. */
    static Stream<Arguments> keysThatAreNone() {
        String nothing = "cGxhaW4gdGV4dCwgbm8gREVS";
        String header = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0F6A\n\n" + nothing;
        String dsa = "MFYCAQAwFAYHKoZIzjgEATAJAgEAAgEAAgEABBYCFAAA"; // PKCS #8 with the identifier of DSA
        String curve = "MBcCAQAwEwYHKoZIzj0CAQYIKoZIzj0DAWM="; // PKCS #8 of a curve that nobody has
        return Stream.of(
                Arguments.of(block("RSA PRIVATE KEY", header), "holds RSA PRIVATE KEY (encrypted)"),
                Arguments.of(block("EC PRIVATE KEY", header), "holds EC PRIVATE KEY (encrypted)"),
                Arguments.of(block("OPENSSH PRIVATE KEY", nothing), "holds OPENSSH PRIVATE KEY"),
                Arguments.of(block("PUBLIC KEY", nothing), "holds PUBLIC KEY"),
                Arguments.of(
                        block("EC PARAMETERS", nothing) + block("EC PRIVATE KEY", nothing),
                        "holds EC PARAMETERS, EC PRIVATE KEY"),
                Arguments.of(block("PRIVATE KEY", dsa), "holds a private key whose algorithm is none of EC, Ed25519"),
                Arguments.of(block("PRIVATE KEY", curve), "holds a private key of EC that cannot be read: "),
                Arguments.of(
                        block("PRIVATE KEY", nothing), "holds a private key whose algorithm is none of EC, Ed25519"),
                Arguments.of("-----BEGIN PRIVATE KEY-----\n" + nothing, "holds a block without its -----END"),
                Arguments.of("no PEM at all", "holds nothing that is PEM"));
    }

    private static String block(String label, String content) {
        return "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n";
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNone")
    void unusableKeysAreNamed(String content, String found) throws Exception {
        Path key = Files.writeString(folder.resolve("key.pem"), content);
        assertStarting(TlsOptions.DEFAULT.withCertificate(good.certificate(), key))
                .hasMessageStartingWith("rpc.server.tls.key: " + key + " " + found)
                .hasMessageEndingWith(
                        "(expected: a PEM file with -----BEGIN PRIVATE KEY-----, which is PKCS #8, not encrypted;"
                                + " openssl pkcs8 -topk8 -nocrypt converts other formats)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "AAA"})
    void malformedContentIsReported(String base64) throws Exception {
        Path broken = folder.resolve("broken.pem");
        for (String label : new String[] {"CERTIFICATE", "PRIVATE KEY"}) {
            Files.writeString(broken, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
            assertStarting(TlsOptions.DEFAULT.withCertificate(
                            label.equals("CERTIFICATE") ? broken : good.certificate(),
                            label.equals("CERTIFICATE") ? good.key() : broken))
                    .hasMessageContaining(broken + " holds a");
        }
    }

    @Test
    void keyOfAnotherCertificateIsReported() throws Exception {
        Path other = pki.issue("other").key();
        assertStarting(TlsOptions.DEFAULT.withCertificate(good.certificate(), other))
                .hasMessage("rpc.server.tls.key: " + other + " is not the key of " + good.certificate()
                        + " (expected: the private key of the first certificate there, CN=server)");
    }

    @Test
    void serverWithoutACertificateIsReported() {
        assertStarting(TlsOptions.DEFAULT).hasMessageContaining("expected: a certificate and its key");
        assertStarting(pki.trusting()).hasMessageContaining("expected: a certificate and its key");
    }

    static Stream<Arguments> otherKeys() {
        return Stream.of(
                Arguments.of("rsa", (UnaryOperator<CertificateBuilder>) CertificateBuilder::rsa2048),
                Arguments.of("p384", (UnaryOperator<CertificateBuilder>) all -> all.algorithm(Algorithm.ecp384)),
                Arguments.of("ed25519", (UnaryOperator<CertificateBuilder>) all -> all.algorithm(Algorithm.ed25519)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherKeys")
    void keysOfOtherAlgorithmsWork(String name, UnaryOperator<CertificateBuilder> algorithm) throws Exception {
        TlsOptions rsa = pki.issue(name, all -> algorithm.apply(all).addSanIpAddress("127.0.0.1"));
        Path another = pki.issue("another", algorithm).key();
        assertStarting(rsa.withCertificate(requireNonNull(rsa.certificate()), requireNonNull(another)))
                .hasMessageContaining("is not the key of");
        try (RpcServer server = Served.server(KernelSettings.DEFAULT, new ProbeHandler())
                        .tls(rsa)
                        .start();
                var client = Served.client(server.address(), KernelSettings.DEFAULT)
                        .tls(pki.trusting())
                        .build()) {
            assertThat(client.stub(Probe.class).next(1)).isEqualTo(2);
        }
    }
}
