package dev.tenstep.rpc.examples.doorman;

import dev.tenstep.rpc.call.CallContext;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the certificate: the connection accepts only those of an authority that the server trusts, and only from a
 * holder of the private key.
 */
public final class ByCertificate implements Doorman {
    private static final String STRANGER = "stranger";

    /** Makes one. */
    public ByCertificate() {}

    @Override
    public String greet() {
        CallContext context = CallContext.current();
        X509Certificate shown = context == null ? null : context.peerCertificate();
        return "Hello, " + nameIn(shown) + "!";
    }

    /** Returns the common name of its subject. */
    private static String nameIn(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            return STRANGER;
        }
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst()
                            .orElse(subject);
        } catch (InvalidNameException e) {
            throw new IllegalStateException(
                    "subject of the certificate: " + subject + " (expected: as in RFC 2253)", e);
        }
    }
}
