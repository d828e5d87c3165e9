package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.kernel.TlsOptions;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A certificate authority, and the files of the certificates it has signed. */
public final class Pki {
    private final Path folder;
    private final String name;
    private final X509Bundle authority;

    /** Makes an authority of that name, which keeps its files there. */
    public Pki(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        this.authority =
                valid().subject("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
        write("ca.pem", authority.getRootCertificatePEM());
    }

    private static CertificateBuilder valid() {
        return new CertificateBuilder()
                .ecp256()
                .notBefore(Instant.now().minus(Duration.ofDays(2)))
                .notAfter(Instant.now().plus(Duration.ofDays(2)));
    }

    /** Returns the file of the authority's own certificate. */
    public Path certificates() {
        return file("ca.pem");
    }

    Path file(String end) {
        return folder.resolve(name + "-" + end);
    }

    private void write(String end, String content) throws Exception {
        replace(file(end), content);
    }

    /** Replaces a file atomically, as a careful administrator does. */
    static void replace(Path file, String content) throws Exception {
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Issues a certificate for loopback, in the files {@code NAME.pem} and {@code NAME-key.pem}. */
    public TlsOptions issue(String subject) throws Exception {
        return issue(subject, all -> all.addSanIpAddress("127.0.0.1").addSanDnsName("localhost"));
    }

    TlsOptions issue(String subject, UnaryOperator<CertificateBuilder> more) throws Exception {
        X509Bundle signed = more.apply(valid().subject("CN=" + subject)).buildIssuedBy(authority);
        write(subject + ".pem", signed.getCertificatePathPEM());
        write(subject + "-key.pem", signed.getPrivateKeyPEM());
        return TlsOptions.DEFAULT.withCertificate(file(subject + ".pem"), file(subject + "-key.pem"));
    }

    /** Returns the options of a client that trusts this authority. */
    public TlsOptions trusting() {
        return TlsOptions.DEFAULT.withAuthorities(certificates());
    }
}
