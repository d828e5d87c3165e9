package dev.tenstep.rpc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KnownKeysTest {

    @Test
    void distanceCountsEdits() {
        assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
        assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestNames.distance("same", "same")).isZero();
    }

    @Test
    void nearestNamesAreThoseAtTheSmallestDistanceUpToThree() {
        assertThat(NearestNames.of("a", List.of("b", "e", "d", "c", "aaaa"))).containsExactly("b", "c", "d");
        assertThat(NearestNames.of("a", List.of())).isEmpty();
    }

    @Test
    void twoKeysWithOneNameAreRefused() {
        ConfigKey<String> dotted = ConfigKey.of("server.queue", "", ConfigType.text(), "One.");
        ConfigKey<String> dashed = ConfigKey.of("server-queue", "", ConfigType.text(), "Two.");
        assertThatThrownBy(() -> new KnownKeys(List.of(dotted, dashed)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("the keys rpc.server.queue and rpc.server-queue share a name in the environment (expected:"
                        + " each declared once, by one ConfigKeys)");
    }

    @Test
    void keyNameIsLowerCaseWords() {
        for (String name : List.of("", "Server", "server..queue", "client.x", "config", "a_b")) {
            assertThatThrownBy(() -> ConfigKey.of(name, "", ConfigType.text(), "Bad."))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "key name: " + name + " (expected: lower-case words with dots and dashes, not config and"
                                    + " not starting with client.)");
        }
    }

    @Test
    void tableHasARowForEachKeySortedByName() {
        ConfigKey<Long> limit = ConfigKey.of("message.limit", "bytes", ConfigType.size(1, 9), "The largest message.")
                .withDefault("4");
        ConfigKey<Integer> handlers = ConfigKey.of(
                        "server.handlers", "calls", ConfigType.integer(1, 5), "Handlers at once, a|b.")
                .withDefaultInWords("1000");
        ConfigKey<String> format = ConfigKey.of("format", "", ConfigType.choice("x", "y"), "The format.");
        assertThat(ConfigTable.markdown(List.of(limit, handlers, format)))
                .isEqualTo(
                        """
                | key | values | unit | default | for one client | what it does |
                |---|---|---|---|---|---|
                | `rpc.format` | one of x, y |  |  | yes | The format. |
                | `rpc.message.limit` | a size such as 65536, 64KiB or 4MiB, in 1..9 bytes | bytes | `4` | yes | The largest message. |
                | `rpc.server.handlers` | an integer in 1..5 | calls | 1000 |  | Handlers at once, a\\|b. |
                """);
    }
}
