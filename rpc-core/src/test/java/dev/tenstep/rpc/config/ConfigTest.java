package dev.tenstep.rpc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class ConfigTest {
    private static final ConfigKey<String> SERIALIZER =
            ConfigKey.of("serializer", "", ConfigType.text(), "The format of messages.");
    private static final ConfigKey<Duration> DEADLINE = ConfigKey.of(
                    "deadline",
                    "time",
                    ConfigType.duration(Duration.ofMillis(1), Duration.ofHours(1)),
                    "How long a call may take.")
            .withDefault("20s");
    private static final ConfigKey<Integer> HANDLERS = ConfigKey.of(
                    "server.handlers", "calls", ConfigType.integer(1, 100_000), "The maximum number of handlers.")
            .withDefaultInWords("1000, without virtual threads 256");
    private static final KnownKeys KEYS = new KnownKeys(List.of(SERIALIZER, DEADLINE, HANDLERS));

    @TempDir
    Path folder;

    @Test
    void systemPropertyOverridesEnvironmentOverridesFileOverridesClassPath() throws IOException {
        URLClassLoader loader = classPath("here", "rpc.serializer=fromClassPath");
        Path file = write("my.properties", "rpc.serializer=fromFile");
        Map<String, String> both = Map.of("rpc.config", file.toString(), "rpc.serializer", "fromProperty");
        Map<String, String> fileOnly = Map.of("rpc.config", file.toString());
        Map<String, String> environment = Map.of("RPC_SERIALIZER", "fromEnvironment");
        assertThat(Config.load(loader, KEYS, Map.of(), both, environment).get(SERIALIZER))
                .isEqualTo("fromProperty");
        assertThat(Config.load(loader, KEYS, Map.of(), fileOnly, environment).get(SERIALIZER))
                .isEqualTo("fromEnvironment");
        assertThat(Config.load(loader, KEYS, Map.of(), fileOnly, Map.of()).get(SERIALIZER))
                .isEqualTo("fromFile");
        assertThat(Config.load(loader, KEYS, Map.of(), Map.of(), Map.of()).get(SERIALIZER))
                .isEqualTo("fromClassPath");
    }

    @Test
    void invalidSecretIsNotShown() {
        ConfigType<String> digits = new ConfigType<>("digits", text -> String.valueOf(Integer.parseInt(text)));
        KnownKeys keys = new KnownKeys(List.of(
                ConfigKey.of("store.password", "", digits, "A secret."),
                ConfigKey.of("store.size", "", digits, "None.")));
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> Config.of(keys, Map.of("rpc.store.password", "hush", "rpc.store.size", "big")));
        assertThat(refused.getMessage().lines())
                .containsExactlyInAnyOrder(
                        "rpc.store.password=(4 characters) in the given settings: expected digits",
                        "rpc.store.size=big in the given settings: expected digits");
        assertThat(refused).hasNoCause();
    }

    @Test
    void readFilesAreLogged() throws IOException {
        URLClassLoader loader = classPath("here", "rpc.serializer=json");
        Path file = write("my.properties", "rpc.deadline=3s");
        Logger logger = (Logger) LoggerFactory.getLogger(Config.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        Config.load(loader, KEYS, Map.of(), Map.of("rpc.config", file.toString()), Map.of());
        logger.detachAppender(lines);
        assertThat(lines.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
                .containsExactly(
                        "INFO settings from " + file + ", as set by rpc.config",
                        "INFO settings from "
                                + folder.resolve("here/rpc.properties").toUri().toURL());
    }

    @Test
    void clientSettingOverridesTheGeneralOneInAnySource() throws IOException {
        URLClassLoader loader = classPath("here", "rpc.client.orders-eu.serializer=own");
        Config config = Config.load(loader, KEYS, Map.of(), Map.of("rpc.serializer", "all"), Map.of());
        assertThat(config.get("orders-eu", SERIALIZER)).isEqualTo("own");
        assertThat(config.get("users", SERIALIZER)).isEqualTo("all");
        assertThat(config.get(SERIALIZER)).isEqualTo("all");
    }

    @Test
    void environmentNamesClientsInUpperCase() throws IOException {
        Map<String, String> environment = Map.of("RPC_CLIENT_ORDERS_EU_DEADLINE", "3s", "RPC_SERVER_HANDLERS", "7");
        Config config = Config.load(noClassPath(), KEYS, Map.of(), Map.of(), environment);
        assertThat(config.get("orders-eu", DEADLINE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.get(DEADLINE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.get(HANDLERS)).isEqualTo(7);
    }

    @Test
    void emptyVariableCountsAsAbsent() throws IOException {
        Config config = Config.load(noClassPath(), KEYS, Map.of(), Map.of(), Map.of("RPC_SERVER_HANDLERS", " "));
        assertThat(config.find(HANDLERS)).isNull();
    }

    @Test
    void unsetKeyHasItsDefaultOrNone() {
        Config config = Config.of(KEYS, Map.of());
        assertThat(config.get(DEADLINE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.find(DEADLINE)).isNull();
        assertThat(config.find("orders", SERIALIZER)).isNull();
        assertThatThrownBy(() -> config.get(HANDLERS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("key: server.handlers is not set and has no default (expected: find)");
    }

    @Test
    void undeclaredKeyOrInvalidClientNameIsRefused() {
        Config config = Config.of(KEYS, Map.of());
        ConfigKey<String> other = ConfigKey.of("other", "", ConfigType.text(), "Not declared.");
        assertThatThrownBy(() -> config.get(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key: other (expected: one that a ConfigKeys declares)");
        assertThatThrownBy(() -> config.get("a.b", SERIALIZER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clientName: a.b (expected: letters, digits, - and _)");
    }

    @Test
    void badValuesAndUnknownKeysAreReportedTogetherWithTheirSource() throws IOException {
        Path file = write(
                "rpc.properties",
                """
                rpc.server.handlers=abc
                rpc.serialiser=json
                rpc.client.orders.dedline=2s
                rpc.client.orders.server.handlers=3
                handlers=4
                """);
        Map<String, String> system =
                Map.of("rpc.config", file.toString(), "rpc.client.orders.deadline", "2 weeks", "other", "x");
        assertThat(message(() -> Config.load(
                        noClassPath(),
                        KEYS,
                        Map.of(),
                        system,
                        Map.of("RPC_SERVER_HANDLERS", "100001", "RPC_DEADLINE", "1s"))))
                .isEqualTo(
                        """
                        rpc.client.orders.deadline=2 weeks in the system properties: expected a duration such as 250ms, \
                        2s, 1m or 1h, in 1ms..1h
                        RPC_SERVER_HANDLERS=100001 in the environment: expected an integer in 1..100000
                        unknown key handlers in FILE (nearest: rpc.deadline)
                        unknown key rpc.client.orders.dedline in FILE (nearest: rpc.client.orders.deadline)
                        unknown key rpc.client.orders.server.handlers in FILE (nearest: rpc.client.orders.serializer)
                        unknown key rpc.serialiser in FILE (nearest: rpc.serializer)
                        rpc.server.handlers=abc in FILE: expected an integer in 1..100000"""
                                .replace("FILE", file.toString()));
    }

    @Test
    void unknownNameInTheEnvironmentIsAWarning() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(ConfigCheck.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            Map<String, String> environment = Map.of(
                    "RPC_SERVICE_HOST", "10.0.0.1",
                    "RPC_CLIENT_A_DEADLINE", "1s",
                    "RPC_CLIENT_DEADLINE", "1s",
                    "RPC_CONFIG", "my.properties",
                    "rpc.serializer", "json",
                    "rpc_deadline", "1s");
            Config.load(noClassPath(), KEYS, Map.of(), Map.of(), environment);
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(e -> e.getLevel() + " " + e.getFormattedMessage())
                .containsExactly(
                        "WARN unknown key RPC_CLIENT_DEADLINE in the environment (nearest: RPC_DEADLINE)",
                        "WARN RPC_CONFIG=my.properties in the environment is not read: expected -Drpc.config=PATH",
                        "WARN unknown key RPC_SERVICE_HOST in the environment (nearest: RPC_SERIALIZER)",
                        "WARN unknown key rpc.serializer in the environment (nearest: RPC_SERIALIZER)",
                        "WARN unknown key rpc_deadline in the environment (nearest: RPC_DEADLINE)");
    }

    @Test
    void duplicateKeyInAFileIsAnError() throws IOException {
        Path file = write(
                "twice.properties",
                """
                rpc.deadline=2s
                rpc.serializer=json
                rpc.deadline : 3s
                """);
        assertThat(message(() ->
                        Config.load(noClassPath(), KEYS, Map.of(), Map.of("rpc.config", file.toString()), Map.of())))
                .isEqualTo("rpc.deadline twice in " + file + " (expected: once)");
    }

    @Test
    void onlySystemPropertiesNameASettingsFile() throws IOException {
        Path file = write("other.properties", "rpc.config=/etc/rpc.properties");
        assertThat(message(() ->
                        Config.load(noClassPath(), KEYS, Map.of(), Map.of("rpc.config", file.toString()), Map.of())))
                .isEqualTo("rpc.config=/etc/rpc.properties in " + file + ": expected only in the system properties");
    }

    @Test
    void namesInAnotherCaseAreOursAndUnknown() throws IOException {
        assertThat(message(
                        () -> Config.load(noClassPath(), KEYS, Map.of(), Map.of("RPC.Serializer", "json"), Map.of())))
                .isEqualTo("unknown key RPC.Serializer in the system properties (nearest: rpc.serializer;"
                        + " rpc.foreign.prefixes allows other software's)");
    }

    @Test
    void badValueOfAClientInTheEnvironmentIsToldWhenItIsAsked() throws IOException {
        Config config = Config.load(noClassPath(), KEYS, Map.of(), Map.of(), Map.of("RPC_CLIENT_A_DEADLINE", "soon"));
        assertThat(message(() -> config.get("a", DEADLINE)))
                .isEqualTo("RPC_CLIENT_A_DEADLINE=soon in the environment: expected a duration such as 250ms, 2s, 1m or"
                        + " 1h, in 1ms..1h");
    }

    @Test
    void twoFilesOnTheClassPathAreNamed() throws IOException {
        URL[] both = {folderUrl("a", "rpc.serializer=a"), folderUrl("b", "rpc.serializer=b")};
        try (URLClassLoader loader = new URLClassLoader(both, null)) {
            assertThat(message(() -> Config.load(loader, KEYS, Map.of(), Map.of(), Map.of())))
                    .isEqualTo("2 files rpc.properties on the class path: " + both[0] + "rpc.properties and " + both[1]
                            + "rpc.properties (expected: one)");
        }
    }

    @Test
    void fileSeenByTwoLoadersCountsOnce() throws IOException {
        URL[] where = {folderUrl("a", "rpc.serializer=a")};
        try (URLClassLoader parent = new URLClassLoader(where, null);
                URLClassLoader child = new URLClassLoader(where, parent)) {
            assertThat(Config.load(child, KEYS, Map.of(), Map.of(), Map.of()).get(SERIALIZER))
                    .isEqualTo("a");
        }
    }

    @Test
    void blanksAroundAValueDoNotCount() throws IOException {
        Config config = Config.load(noClassPath(), KEYS, Map.of(), Map.of("rpc.server.handlers", " 7 "), Map.of());
        assertThat(config.get(HANDLERS)).isEqualTo(7);
    }

    @Test
    void missingOrUnreadableFileIsNamed() throws IOException {
        URLClassLoader loader = noClassPath();
        String missing = folder.resolve("missing.properties").toString();
        assertThat(message(() -> Config.load(loader, KEYS, Map.of(), Map.of("rpc.config", missing), Map.of())))
                .isEqualTo("rpc.config=" + missing
                        + " in the system properties: no such file (expected: a readable file)");
        assertThat(message(
                        () -> Config.load(loader, KEYS, Map.of(), Map.of("rpc.config", folder.toString()), Map.of())))
                .isEqualTo("rpc.config=" + folder
                        + " in the system properties: Is a directory (expected: a readable file)");
    }

    @Test
    void fileWithBadEscapesOrBytesIsNamed() throws IOException {
        URLClassLoader loader = noClassPath();
        Path escapes = write("escapes.properties", "rpc.serializer=C:\\users");
        assertThat(message(
                        () -> Config.load(loader, KEYS, Map.of(), Map.of("rpc.config", escapes.toString()), Map.of())))
                .isEqualTo(escapes + ": a bad escape (expected: \\uXXXX with four hexadecimal digits, and \\\\ for a"
                        + " backslash)");
        Path bytes = folder.resolve("bytes.properties");
        Files.write(bytes, "rpc.serializer=käse".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(message(() -> Config.load(loader, KEYS, Map.of(), Map.of("rpc.config", bytes.toString()), Map.of())))
                .isEqualTo(bytes + ": bytes that are not UTF-8 (expected: a properties file in UTF-8)");
    }

    @Test
    void keysAndSettingsComeFromTheGivenLoader() throws IOException {
        Path services = folder.resolve("spi/META-INF/services");
        Files.createDirectories(services);
        Files.writeString(services.resolve(ConfigKeys.class.getName()), OwnKeys.class.getName());
        URL[] where = {folder.resolve("spi").toUri().toURL(), folderUrl("own", "rpc.own.size = 64KiB")};
        try (URLClassLoader loader = new URLClassLoader(where, ConfigTest.class.getClassLoader())) {
            assertThat(Config.load(loader).get(OwnKeys.SIZE)).isEqualTo(65_536);
            assertThat(Config.keys(loader)).contains(OwnKeys.SIZE);
        }
    }

    /** A module's own keys. */
    public static final class OwnKeys implements ConfigKeys {
        static final ConfigKey<Long> SIZE =
                ConfigKey.of("own.size", "bytes", ConfigType.size(0, 1 << 20), "How large it is.");

        @Override
        public List<ConfigKey<?>> keys() {
            return List.of(SIZE);
        }
    }

    private static String message(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, call);
        assertThat(thrown).isNotNull();
        return thrown.getMessage();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private URL folderUrl(String name, String text) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        Files.writeString(made.resolve("rpc.properties"), text);
        return made.toUri().toURL();
    }

    private URLClassLoader classPath(String name, String text) throws IOException {
        return new URLClassLoader(new URL[] {folderUrl(name, text)}, null);
    }

    private URLClassLoader noClassPath() throws MalformedURLException {
        return new URLClassLoader(new URL[0], null);
    }
}
