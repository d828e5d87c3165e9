package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.kernel.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS files of a client or a server: their contents, and whether they have changed. */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    /** Some bytes to sign; not empty, since EdDSA refuses to sign nothing. */
    private static final byte[] TO_SIGN = {1, 2, 3};

    private final @Nullable PemFile certificate;
    private final @Nullable PemFile key;
    private final @Nullable PemFile authorities;

    /** A file's attributes, by which changes are detected; all stamps of missing files are equal. */
    record Stamp(@Nullable FileTime modified, long size, @Nullable Object fileKey) {}

    /**
     * The contents of the files.
     *
     * @param chain the own certificate and those up to the authority; empty for none
     * @param authorities of the peer's certificate; empty for none
     */
    record Content(List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> authorities) {}

    private TlsFiles(TlsOptions options, String settings, String authoritiesSetting) {
        certificate = file(settings + "certificate", options.certificate());
        key = file(settings + "key", options.key());
        authorities = file(authoritiesSetting, options.authorities());
    }

    private static @Nullable PemFile file(String setting, @Nullable Path path) {
        return path == null ? null : new PemFile(setting, path);
    }

    static TlsFiles ofServer(TlsOptions options) {
        if (options.certificate() == null) {
            throw new IllegalArgumentException("TLS of a server: " + options
                    + " (expected: a certificate and its key, by the builder or rpc.server.tls.certificate)");
        }
        return new TlsFiles(options, "rpc.server.tls.", "rpc.server.tls.client.ca");
    }

    static TlsFiles ofClient(TlsOptions options) {
        return new TlsFiles(options, "rpc.tls.", "rpc.tls.ca");
    }

    /**
     * Returns the stamps of the files. Taken before {@link #read()}, they differ afterwards if a file was written
     * meanwhile.
     */
    List<Stamp> stamps() {
        return Stream.of(certificate, key, authorities)
                .map(file -> file == null ? new Stamp(null, 0, null) : stamp(file.path()))
                .toList();
    }

    private static Stamp stamp(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) {
            return new Stamp(null, -1, null);
        }
    }

    /**
     * Reads all files.
     *
     * @throws IllegalArgumentException if one is invalid, with its path, what was found and what was expected
     */
    Content read() {
        List<X509Certificate> trusted = authorities == null ? List.of() : authorities.certificates();
        if (certificate == null || key == null) {
            return new Content(List.of(), null, trusted);
        }
        List<X509Certificate> chain = certificate.certificates();
        PrivateKey secret = key.privateKey();
        if (!fits(secret, chain.get(0))) {
            throw key.fault(
                    "is not the key of " + certificate.path(),
                    "the private key of the first certificate there, "
                            + chain.get(0).getSubjectX500Principal(),
                    null);
        }
        return new Content(chain, secret, trusted);
    }

    /** Returns whether the certificate verifies a signature by the key. */
    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        PublicKey open = certificate.getPublicKey();
        if (key instanceof RSAKey secret) {
            return open instanceof RSAKey other && secret.getModulus().equals(other.getModulus());
        }
        String algorithm = key instanceof ECKey ? "SHA256withECDSA" : key.getAlgorithm();
        byte[] signed;
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(TO_SIGN);
            signed = requireNonNull(signature.sign());
        } catch (GeneralSecurityException e) {
            LOG.warn("cannot check whether the key matches {}", certificate.getSubjectX500Principal(), e);
            return true;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(TO_SIGN);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // the certificate is of another algorithm
        }
    }
}
