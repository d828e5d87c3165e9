package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigKeys;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.config.ConfigType;
import dev.tenstep.rpc.protocol.netrpc.client.Dial;
import dev.tenstep.rpc.protocol.netrpc.wire.Handshake;
import java.util.List;
import java.util.Locale;

/** The configuration keys of a client of net/rpc. */
public final class NetrpcKeys implements ConfigKeys {
    private static final ConfigKey<Dial.Way> DIAL = ConfigKey.of(
                    "netrpc.dial",
                    "",
                    ConfigType.choice("http", "bare", "json")
                            .map(way -> Dial.Way.valueOf(way.toUpperCase(Locale.ROOT))),
                    "The way to a server of Go's net/rpc: its rpc.DialHTTP, rpc.Dial or jsonrpc.Dial.")
            .withDefault("http");
    private static final ConfigKey<String> PATH = ConfigKey.of(
                    "netrpc.path",
                    "",
                    new ConfigType<>("a path such as /_goRPC_", NetrpcKeys::path),
                    "The path that a server of Go's net/rpc handles its clients on.")
            .withDefault(Handshake.PATH);

    /** For {@link java.util.ServiceLoader}. */
    public NetrpcKeys() {}

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(DIAL, PATH);
    }

    private static String path(String text) {
        if (!text.matches("/[!-~]*")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** Reads the way to a client's servers. */
    static Dial dial(ConfigReader config) {
        return new Dial(config.get(DIAL), config.get(PATH));
    }
}
