package dev.tenstep.rpc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Settings that a builder was given, and system properties of other software. */
final class GivenSettingsTest {
    private static final ConfigKey<String> SERIALIZER =
            ConfigKey.of("serializer", "", ConfigType.text(), "The format of messages.");
    private static final ConfigKey<Integer> HANDLERS =
            ConfigKey.of("server.handlers", "calls", ConfigType.integer(1, 100_000), "The maximum number of handlers.");
    private static final KnownKeys KEYS = new KnownKeys(List.of(SERIALIZER, HANDLERS, Config.FOREIGN));

    private static Config load(Map<String, String> given, Map<String, String> system, Map<String, String> environment) {
        return Config.load(new URLClassLoader(new URL[0], null), KEYS, given, system, environment);
    }

    @Test
    void givenSettingGoesBeforeTheSystemProperties() {
        Config config = load(
                Map.of("rpc.serializer", "given"),
                Map.of("rpc.serializer", "fromProperty", "rpc.server.handlers", "7"),
                Map.of("RPC_SERIALIZER", "fromEnvironment"));
        assertThat(config.get(SERIALIZER)).isEqualTo("given");
        assertThat(config.find(HANDLERS)).isEqualTo(7);
    }

    @Test
    void settingOfTheClientGoesBeforeAGivenOneForAll() {
        Config config =
                load(Map.of("rpc.serializer", "given"), Map.of("rpc.client.orders.serializer", "own"), Map.of());
        assertThat(config.get("orders", SERIALIZER)).isEqualTo("own");
        assertThat(config.get("users", SERIALIZER)).isEqualTo("given");
    }

    @Test
    void badValuesAndUnknownKeysOfGivenSettingsAreErrorsAsElsewhere() {
        Map<String, String> given =
                Map.of("rpc.server.handlers", "0", "rpc.serialiser", "json", "rpc.config", "my.properties");
        assertThatThrownBy(() -> load(given, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        rpc.config=my.properties in the builder's config: expected only in the system properties
                        unknown key rpc.serialiser in the builder's config (nearest: rpc.serializer)
                        rpc.server.handlers=0 in the builder's config: expected an integer in 1..100000""");
    }

    private static List<String> warnings(Runnable code) {
        Logger logger = (Logger) LoggerFactory.getLogger(Config.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            code.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void systemPropertiesOfOtherSoftwareAreLetThroughAndNamed() {
        Map<String, String> system = Map.of(
                "rpc.acme.port", "1",
                "rpc.acme.host", "a",
                "rpc.other", "2",
                "rpc.serializer", "json",
                "rpc.foreign.prefixes", "rpc.acme., rpc.other");
        assertThat(warnings(() -> assertThat(load(Map.of(), system, Map.of()).get(SERIALIZER))
                        .isEqualTo("json")))
                .containsExactly(
                        "not read from the system properties, since rpc.foreign.prefixes says that they belong to"
                                + " other software: rpc.acme.host, rpc.acme.port, rpc.other");
    }

    @Test
    void prefixesOfOtherSoftwareMayBeSetAnywhere() {
        Map<String, String> system = Map.of("rpc.acme.port", "1");
        load(Map.of("rpc.foreign.prefixes", "rpc.acme"), system, Map.of());
        load(Map.of(), system, Map.of("RPC_FOREIGN_PREFIXES", "rpc.acme"));
    }

    @Test
    void knownKeysAreReadAndCheckedWhateverThePrefixes() {
        Map<String, String> system = Map.of("rpc.server.handlers", "none", "rpc.foreign.prefixes", "rpc.");
        assertThatThrownBy(() -> load(Map.of(), system, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("rpc.server.handlers=none in the system properties: expected an integer in 1..100000");
    }

    @Test
    void unknownKeysElsewhereAreErrorsWhateverThePrefixes() {
        Map<String, String> given = Map.of("rpc.acme.port", "1", "rpc.foreign.prefixes", "rpc.acme");
        assertThatThrownBy(() -> load(given, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("unknown key rpc.acme.port in the builder's config (nearest: ");
    }

    @Test
    void unknownSystemPropertyIsToldHowToBeLetThrough() {
        assertThatThrownBy(() -> load(Map.of(), Map.of("rpc.serialiser", "json"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown key rpc.serialiser in the system properties (nearest: rpc.serializer;"
                        + " rpc.foreign.prefixes allows other software's)");
    }

    @Test
    void prefixesAreThoseOfTheProcessAndOfNoClient() {
        assertThat(Config.FOREIGN.perClient()).isFalse();
    }
}
