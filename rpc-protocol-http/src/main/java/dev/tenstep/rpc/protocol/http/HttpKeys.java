package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigKeys;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.config.ConfigType;
import dev.tenstep.rpc.protocol.http.h2.Http2Limits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The configuration keys of a server's HTTP: what its clients may do. */
public final class HttpKeys implements ConfigKeys {
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s]+");
    private static final int MOST = 1_000_000;
    private static final Http2Limits USUAL = Http2Limits.usual(0);

    private static final ConfigKey<Integer> RESETS = ConfigKey.of(
                    "server.http.resets",
                    "streams",
                    ConfigType.integer(1, MOST),
                    "The streams that a client may reset, or have reset by its errors, in 30 s beyond those that complete.")
            .withDefault(String.valueOf(USUAL.maxResets()));
    private static final ConfigKey<Integer> EMPTY_FRAMES = ConfigKey.of(
                    "server.http.empty-frames",
                    "frames",
                    ConfigType.integer(100, MOST),
                    "The frames without a message that a client may send in 10 s while no stream completes.")
            .withDefault(String.valueOf(USUAL.maxEmpty()));
    private static final ConfigKey<Duration> PING = pings(
            "server.http.ping",
            "The time between a client's pings while it has calls; two may come early.",
            USUAL.busyPing());
    private static final ConfigKey<Duration> IDLE_PING = pings(
            "server.http.ping.idle",
            "The time between a client's pings while it has no calls; two may come early.",
            USUAL.idlePing());

    private static final ConfigKey<List<String>> ORIGINS = ConfigKey.of(
                    "server.http.origins",
                    "",
                    ConfigType.list(new ConfigType<>("an origin such as https://example.com, or *", HttpKeys::origin)),
                    "The origins whose pages may call the server from a browser.")
            .withDefaultInWords("none");

    /** For {@link java.util.ServiceLoader}. */
    public HttpKeys() {}

    private static ConfigKey<Duration> pings(String name, String description, Duration usual) {
        return ConfigKey.of(name, "time", ConfigType.duration(Duration.ZERO, Duration.ofHours(24)), description)
                .withDefault(usual.toSeconds() + "s");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(RESETS, EMPTY_FRAMES, PING, IDLE_PING, ORIGINS);
    }

    private static String origin(String text) {
        if (!text.equals("*") && !ORIGIN.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** Reads the origins whose pages may call the server. */
    static List<String> origins(ConfigReader config) {
        List<String> origins = config.find(ORIGINS);
        return origins == null ? List.of() : origins;
    }

    /** Reads a server's limits. */
    static Http2Limits limits(ConfigReader config, int maxHeaders) {
        return new Http2Limits(
                maxHeaders, config.get(RESETS), config.get(EMPTY_FRAMES), config.get(PING), config.get(IDLE_PING));
    }
}
