package dev.tenstep.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigException;
import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nonsense in a setting is an error that names the key, the value and what was expected. Covers every key. */
final class NonsenseSettingsTest {
    private static final List<String> NO_NUMBERS = List.of(
            "", " ", "-1", "1.5", "1e3", "0x10", "1 000", "1_000", "abc", "null", "99999999999999999999", "2147483648");

    /** Invalid values by key prefix; the longest matching prefix counts. */
    private static final Map<String, List<String>> NONSENSE = Map.of(
            "a text", List.of("", " ", "\t"),
            "one of ", List.of("", " ", "ON", "yes", "true", "on,off", "auto nio"),
            "a comma-separated list", List.of("", " ", ",", "json,", "UNAVAILABLE,,ABORTED", "ABORTED,ABORTED", "a, a"),
            "an integer in ", List.of("1s", "1KiB"),
            "a size such as ", List.of("1KB", "1kib", "1 k", "4 mib", "1s", "17179869184GiB", "-1KiB", "KiB", "1.5MiB"),
            "a duration such as ",
                    List.of(
                            "1",
                            "1 sec",
                            "1S",
                            "1MS",
                            "-1s",
                            "s",
                            "PT1S",
                            "1.5s",
                            "25h1s",
                            "9223372036854775808us",
                            "1d"),
            "the path of a PEM file", List.of("", " ", "a\0b"));

    static Stream<ConfigKey<?>> keys() {
        return Config.keys(NonsenseSettingsTest.class.getClassLoader()).stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void nonsenseIsRefusedWithKeyValueAndExpectation(ConfigKey<?> key) {
        String expected = key.type().expected();
        List<String> nonsense = new ArrayList<>(NONSENSE.entrySet().stream()
                .filter(each -> expected.startsWith(each.getKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no nonsense is known for " + expected))
                .getValue());
        if (expected.startsWith("an integer") || expected.startsWith("a size") || expected.startsWith("a duration")) {
            nonsense.addAll(NO_NUMBERS);
            nonsense.remove(
                    expected.startsWith("a size") && expected.contains("1099511627776") ? "2147483648" : "none");
        }
        String setting = "rpc." + key.name();
        for (String text : nonsense) {
            assertThatThrownBy(() -> Config.of(Map.of(setting, text)))
                    .as("%s=%s", setting, text)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(setting + "=" + text + " in the given settings: expected " + expected);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void misspeltNamesAreUnknown(ConfigKey<?> key) {
        String name = key.name();
        for (String wrong : List.of(
                "rpc." + name + "s",
                "rpc." + name + " ",
                "rpc." + name.toUpperCase(Locale.ROOT),
                "Rpc." + name,
                "rpc_" + name,
                "rpc.client." + (key.perClient() ? "" : "a.") + name,
                "rpc.client.." + name,
                "rpc.client.a b." + name,
                name)) {
            assertThatThrownBy(() -> Config.of(Map.of(wrong, "1")))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("unknown key " + wrong + " in the given settings (nearest: rpc.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        rpc.retry.backoff | 2s | rpc.retry.backoff.limit | 1999ms | rpc.retry.backoff=2s in the given settings, \
    with rpc.retry.backoff.limit=1999ms in the given settings (expected: at most the other)
        rpc.client.a.retry.backoff | 2s | rpc.retry.budget | 1 | rpc.client.a.retry.backoff=2s in the given settings, \
    with rpc.retry.backoff.limit=1s by default (expected: at most the other)
        rpc.message.limit | 2MiB | rpc.undecoded.limit | 1MiB | rpc.message.limit=2MiB in the given settings, \
    with rpc.undecoded.limit=1MiB in the given settings (expected: at most the other)
        rpc.undecoded.limit | 1MiB | rpc.retry.budget | 1 | rpc.message.limit=4MiB by default, \
    with rpc.undecoded.limit=1MiB in the given settings (expected: at most the other)
        rpc.message.limit | 1025KiB | rpc.memory.limit | 2MiB | rpc.message.limit=1025KiB in the given settings, \
    with rpc.memory.limit=2MiB in the given settings (expected: at most half of the other, the most one connection may use)
    """)
    void contradictionNamesBothKeys(String key, String value, String otherKey, String other, String expected) {
        CoreKeys.Reader reader =
                new CoreKeys.Reader(new ConfigReader(Config.of(Map.of(key, value, otherKey, other)), "a"));
        assertThatThrownBy(() -> {
                    reader.kernels();
                    reader.retries();
                })
                .isInstanceOf(ConfigException.class)
                .hasMessage(expected);
    }

    @Test
    void messageOfAnyAllowedLengthCanBeReceivedByDefault() {
        Config config = Config.of(Map.of("rpc.message.limit", "64MiB", "rpc.memory.limit", "128MiB"));
        assertThat(new CoreKeys.Reader(new ConfigReader(config, null)).kernels().maxUndecoded())
                .isEqualTo(64 << 20);
        assertThat(new CoreKeys.Reader(new ConfigReader(Config.of(Map.of()), null))
                        .kernels()
                        .maxUndecoded())
                .isEqualTo(16 << 20);
    }

    static Stream<Method> settings() {
        return Arrays.stream(KernelSettings.class.getMethods())
                .filter(method -> method.getName().startsWith("with"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void kernelSettingsThatNoKernelCouldKeepAreRefusedByName(Method with) {
        String name = with.getName().substring(4, 5).toLowerCase(Locale.ROOT)
                + with.getName().substring(5);
        for (Object nonsense : nonsense(with.getParameterTypes()[0])) {
            assertThatThrownBy(() -> with.invoke(KernelSettings.DEFAULT, nonsense))
                    .as(name + " " + nonsense)
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(name + ": " + nonsense + " (expected");
        }
    }

    private static List<?> nonsense(Class<?> type) {
        if (type == Duration.class) {
            return List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE));
        }
        if (type == long.class) {
            return List.of(0L, -1L, Long.MIN_VALUE);
        }
        return type == int.class ? List.of(-1, Integer.MIN_VALUE) : List.of("", "EPOLL", "kqueue", " nio");
    }
}
