package dev.tenstep.rpc.kernel;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The TLS files of a server or a client, in PEM. They are read when the server starts or the client is built, and again
 * for new connections when they have changed.
 *
 * <pre>{@code
 * TlsOptions server = TlsOptions.DEFAULT.withCertificate(Path.of("server.pem"), Path.of("server-key.pem"));
 * TlsOptions mutual = server.withAuthorities(Path.of("clients-ca.pem"));
 * TlsOptions client = TlsOptions.DEFAULT.withAuthorities(Path.of("ca.pem"));
 * }</pre>
 *
 * @param certificate the certificate that this side presents, then those between it and the authority; required on a
 *     server
 * @param key the certificate's private key, PKCS #8, not encrypted; only with a certificate
 * @param authorities the certificates that must have signed the peer's; null for those that the JVM trusts (client), or
 *     to ask clients for no certificate (server)
 */
public record TlsOptions(@Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {

    /**
     * The defaults: no certificate of its own, and the JVM's authorities. Enough for a client of a server with a public
     * certificate.
     */
    public static final TlsOptions DEFAULT = new TlsOptions(null, null, null);

    /** Checks that certificate and key come together. */
    public TlsOptions {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "TLS: certificate " + certificate + ", key " + key + " (expected: both, or neither)");
        }
    }

    /** The same with a certificate to present, and its private key. */
    public TlsOptions withCertificate(Path newCertificate, Path newKey) {
        return new TlsOptions(
                requireNonNull(newCertificate, "newCertificate"), requireNonNull(newKey, "newKey"), authorities);
    }

    /** The same with authorities for the peer's certificate; a server then rejects clients without one. */
    public TlsOptions withAuthorities(Path newAuthorities) {
        return new TlsOptions(certificate, key, requireNonNull(newAuthorities, "newAuthorities"));
    }
}
