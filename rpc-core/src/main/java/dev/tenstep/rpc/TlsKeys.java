package dev.tenstep.rpc;

import dev.tenstep.rpc.config.ConfigException;
import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigType;
import dev.tenstep.rpc.kernel.TlsOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of TLS, and their combined reading. */
final class TlsKeys {
    private static final ConfigType<Path> FILE = new ConfigType<>(
            "the path of a PEM file", ConfigType.text().map(Path::of).parser());

    private static final ConfigKey<Boolean> CLIENT = ConfigKey.of(
                    "tls", "", ConfigType.choice("on", "off").map("on"::equals), "Makes a client speak TLS.")
            .withDefaultInWords("on if `rpc.tls.ca` or `rpc.tls.certificate` is set, else off");
    private static final ConfigKey<Path> CLIENT_AUTHORITIES = ConfigKey.of(
                    "tls.ca",
                    "",
                    FILE,
                    "The certificate authorities, one of which must have signed the server's certificate.")
            .withDefaultInWords("those that the JVM trusts");
    private static final ConfigKey<Path> CLIENT_CERTIFICATE = ConfigKey.of(
                    "tls.certificate",
                    "",
                    FILE,
                    "The certificate that a client presents to servers that request one, followed by its chain up to"
                            + " the authority.")
            .withDefaultInWords("none");
    private static final ConfigKey<Path> CLIENT_KEY = ConfigKey.of(
                    "tls.key", "", FILE, "The private key of `rpc.tls.certificate`: PKCS #8, not encrypted.")
            .withDefaultInWords("none");
    private static final ConfigKey<Path> CERTIFICATE = ConfigKey.of(
                    "server.tls.certificate",
                    "",
                    FILE,
                    "The server's certificate, followed by its chain up to the authority; if it is set, the server"
                            + " speaks only TLS.")
            .withDefaultInWords("none: no TLS");
    private static final ConfigKey<Path> KEY = ConfigKey.of(
                    "server.tls.key",
                    "",
                    FILE,
                    "The private key of `rpc.server.tls.certificate`: PKCS #8, not encrypted.")
            .withDefaultInWords("none");
    private static final ConfigKey<Path> AUTHORITIES = ConfigKey.of(
                    "server.tls.client.ca",
                    "",
                    FILE,
                    "The certificate authorities, one of which must have signed each client's certificate: mutual TLS.")
            .withDefaultInWords("none: clients need no certificate");

    private TlsKeys() {}

    static List<ConfigKey<?>> all() {
        return List.of(CLIENT, CLIENT_AUTHORITIES, CLIENT_CERTIFICATE, CLIENT_KEY, CERTIFICATE, KEY, AUTHORITIES);
    }

    /** The TLS options of a server; null if it uses no TLS. */
    static @Nullable TlsOptions server(CoreKeys.Reader config) {
        Path certificate = config.find(CERTIFICATE);
        Path key = config.find(KEY);
        Path authorities = config.find(AUTHORITIES);
        if (authorities != null && certificate == null) {
            throw incomplete(AUTHORITIES, authorities, CERTIFICATE);
        }
        paired(CERTIFICATE, certificate, KEY, key);
        return certificate == null ? null : new TlsOptions(certificate, key, authorities);
    }

    /** The TLS options of a client; null if it uses no TLS. */
    static @Nullable TlsOptions client(CoreKeys.Reader config) {
        Boolean configured = config.find(CLIENT);
        Path certificate = config.find(CLIENT_CERTIFICATE);
        Path key = config.find(CLIENT_KEY);
        Path authorities = config.find(CLIENT_AUTHORITIES);
        paired(CLIENT_CERTIFICATE, certificate, CLIENT_KEY, key);
        boolean on = configured != null ? configured : certificate != null || authorities != null;
        return on ? new TlsOptions(certificate, key, authorities) : null;
    }

    private static void paired(
            ConfigKey<Path> certificateKey, @Nullable Path certificate, ConfigKey<Path> keyKey, @Nullable Path key) {
        if (certificate != null && key == null) {
            throw incomplete(certificateKey, certificate, keyKey);
        }
        if (key != null && certificate == null) {
            throw incomplete(keyKey, key, certificateKey);
        }
    }

    private static ConfigException incomplete(ConfigKey<Path> set, Path value, ConfigKey<Path> missing) {
        return new ConfigException(
                "rpc." + set.name() + ": " + value + " (expected: rpc." + missing.name() + " set as well)");
    }
}
