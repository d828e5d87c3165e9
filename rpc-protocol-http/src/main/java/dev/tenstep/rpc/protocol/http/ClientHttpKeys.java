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

    /** For {@link java.util.ServiceLoader}. */
    public ClientHttpKeys() {}

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(GET);
    }

    /** Reads whether methods without side effects are called by GET. */
    static boolean queries(ConfigReader config) {
        return config.get(GET);
    }
}
