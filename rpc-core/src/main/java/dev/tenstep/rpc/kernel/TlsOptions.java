package dev.tenstep.rpc.kernel;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a server or a client: where its PEM files are. They are read when the server starts or the client is built, and
 * again, for connections to come, when they have changed.
 *
 * <pre>{@code
 * TlsOptions server = TlsOptions.DEFAULT.withCertificate(Path.of("server.pem"), Path.of("server-key.pem"));
 * TlsOptions mutual = server.withAuthorities(Path.of("clients-ca.pem"));
 * TlsOptions client = TlsOptions.DEFAULT.withAuthorities(Path.of("ca.pem"));
 * }</pre>
 *
 * @param certificate what this end shows: its certificate, then those between it and the authority; a server has to
 * @param key the certificate's private key, PKCS #8, not encrypted; with a certificate only
 * @param authorities the certificates that the peer's has to be signed by; null for those that the JVM trusts (client), or
 *     for no certificate of the client's at all (server)
 */
public record TlsOptions(@Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {

    /** No certificate of its own, and the JVM's authorities: enough for a client of a server with a public certificate. */
    public static final TlsOptions DEFAULT = new TlsOptions(null, null, null);

    /** Checks that certificate and key come together. */
    public TlsOptions {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "TLS: certificate " + certificate + ", key " + key + " (expected: both, or neither)");
        }
    }

    /** The same with a certificate to show, and its private key. */
    public TlsOptions withCertificate(Path newCertificate, Path newKey) {
        return new TlsOptions(
                requireNonNull(newCertificate, "newCertificate"), requireNonNull(newKey, "newKey"), authorities);
    }

    /** The same with the authorities of the peer's certificate; a server then takes no client without one. */
    public TlsOptions withAuthorities(Path newAuthorities) {
        return new TlsOptions(certificate, key, requireNonNull(newAuthorities, "newAuthorities"));
    }
}
