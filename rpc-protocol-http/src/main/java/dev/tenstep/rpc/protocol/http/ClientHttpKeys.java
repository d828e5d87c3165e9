package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigKeys;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.config.ConfigType;
import java.util.List;

/** The configuration keys of a client's HTTP. */
public final class ClientHttpKeys implements ConfigKeys {
    private static final ConfigKey<Boolean> GET = ConfigKey.of(
                    "http.get",
                    "",
                    ConfigType.bool(),
                    "Whether a client that speaks Connect calls methods without side effects by GET.")
            .withDefault("false");

    private static final ConfigKey<String> VERSION = ConfigKey.of(
                    "http.version",
                    "",
                    ConfigType.choice("2", "1.1"),
                    "The version of HTTP for Connect without TLS; with TLS, the newest that a client offers.")
            .withDefault("2");

    /** For {@link java.util.ServiceLoader}. */
    public ClientHttpKeys() {}

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(GET, VERSION);
    }

    /** Reads whether methods without side effects are called by GET. */
    static boolean queries(ConfigReader config) {
        return config.get(GET);
    }

    /** Reads whether a client speaks HTTP/2, or offers it. */
    static boolean http2(ConfigReader config) {
        return config.get(VERSION).equals("2");
    }
}
