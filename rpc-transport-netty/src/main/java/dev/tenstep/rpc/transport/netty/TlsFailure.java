package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Explains, for display, why there is no TLS with a peer: whose fault it looks like, and which setting to change. */
final class TlsFailure {
    /** Matches an alert as written by the JDK or by OpenSSL (RFC 8446, 6.2). */
    private static final Pattern ALERT = Pattern.compile("(?:fatal alert: |(?:TLSV1|SSLV3)_ALERT_)(\\w+)");
    /** The alerts by which a server refuses a client. */
    private static final Pattern REFUSAL =
            Pattern.compile(".*certificate.*|unknown_ca|access_denied|handshake_failure");

    /** Matches the JDK's and OpenSSL's texts for a client without a certificate. */
    private static final Pattern NONE_SHOWN =
            Pattern.compile("Empty client certificate chain|PEER_DID_NOT_RETURN_A_CERTIFICATE");

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{2,}");
    private static final int SHOWN = 32;

    private TlsFailure() {}

    /** Finds the TLS failure in an exception that a pipeline caught; null if it is something else. */
    static @Nullable SSLException in(Throwable caught) {
        Throwable cause = caught instanceof DecoderException && caught.getCause() != null ? caught.getCause() : caught;
        return cause instanceof SSLException tls ? tls : null;
    }

    /** Returns whether the server failed the handshake: then it has read nothing else. */
    static boolean ofHandshake(SSLException failure) {
        String alert = alert(failure);
        return failure instanceof SSLHandshakeException
                || (alert != null && REFUSAL.matcher(alert).matches());
    }

    private static @Nullable String alert(Throwable failure) {
        Matcher matcher = ALERT.matcher(String.valueOf(failure.getMessage()));
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : null;
    }

    /** Describes a failure to a client. */
    static String ofServer(Throwable failure, String timeout) {
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof NotSslRecordException) {
            return "the server does not speak TLS" + beginning(text)
                    + " (expected: rpc.server.tls.certificate on the server, or no rpc.tls on the client)";
        }
        if (failure instanceof SslHandshakeTimeoutException) {
            return "the server accepted the connection and did not finish the TLS handshake within " + timeout
                    + maybePlain();
        }
        String alert = alert(failure);
        if (alert != null) {
            return "the server refused the TLS handshake: " + alert
                    + (alert.contains("certificate") || alert.equals("unknown_ca")
                            ? " (expected: rpc.tls.certificate and rpc.tls.key on the client, of an authority in the"
                                    + " server's rpc.server.tls.client.ca)"
                            : "");
        }
        if (certificate(failure) || !(failure instanceof SSLException) || text.contains("closed")) {
            return certificate(failure)
                    ? ofCertificate("the server's certificate", failure) + expected(failure)
                    : "the server closed the connection during the TLS handshake" + maybePlain();
        }
        return "the TLS handshake failed: " + reason(failure);
    }

    private static String maybePlain() {
        return "; it might not speak TLS"
                + " (expected: rpc.server.tls.certificate on the server, or no rpc.tls on the client)";
    }

    private static String expected(Throwable failure) {
        boolean date = find(failure, CertificateExpiredException.class) != null
                || find(failure, CertificateNotYetValidException.class) != null;
        return date ? "" : " (expected: the target's host in the certificate, and its authority in rpc.tls.ca)";
    }

    /** Describes a failure to a server. */
    static String ofClient(Throwable failure) {
        if (failure instanceof NotSslRecordException) {
            return "the client does not speak TLS" + beginning(String.valueOf(failure.getMessage()));
        }
        if (failure instanceof ClosedChannelException) {
            return "the client closed the connection during the TLS handshake";
        }
        if (NONE_SHOWN.matcher(reason(failure)).find()) {
            return "the client showed no certificate (expected: one that rpc.server.tls.client.ca has signed)";
        }
        return certificate(failure)
                ? ofCertificate("the client's certificate", failure)
                : "the TLS handshake failed: " + reason(failure);
    }

    /** Extracts the peer's first bytes, which the JDK's texts end with and OpenSSL's leave out. */
    private static String beginning(String text) {
        String hex = text.substring(text.lastIndexOf(' ') + 1);
        if (!HEX.matcher(hex).matches()) {
            return "";
        }
        String shown = ": it began with " + (hex.length() > SHOWN ? hex.substring(0, SHOWN) + "..." : hex);
        ServerProtocol protocol = ServerProtocols.of(null)
                .matching(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex, 0, hex.length() & ~1)));
        return protocol == null ? shown : shown + ", which is " + protocol.name() + " without TLS";
    }

    private static boolean certificate(Throwable failure) {
        return find(failure, CertificateException.class) != null
                || reason(failure).contains("certificat");
    }

    private static String ofCertificate(String whose, Throwable failure) {
        CertificateException expired = find(failure, CertificateExpiredException.class);
        if (expired != null) {
            return whose + " has expired: " + expired.getMessage();
        }
        return whose + " is not accepted: " + reason(failure);
    }

    /** Returns the innermost message of the chain of causes. */
    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text = cause.getMessage() == null ? text : cause.getMessage();
        }
        return text;
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** Wraps a failure as the kernel keeps it. */
    static IOException exception(String text, Throwable cause) {
        return new IOException(text, cause);
    }
}
