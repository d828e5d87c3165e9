package dev.tenstep.rpc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfigTypeTest {

    @Test
    void integerIsInItsRange() {
        ConfigType<Integer> type = ConfigType.integer(1, 10);
        assertThat(type.parser().apply("1")).isEqualTo(1);
        assertThat(type.parser().apply("10")).isEqualTo(10);
        assertRefused(type, "an integer in 1..10", "0", "11", "-1", "1.0", "abc", "", "99999999999");
    }

    @Test
    void sizeIsANumberOfBytesWithABinaryUnit() {
        ConfigType<Long> type = ConfigType.size(1, 1L << 31);
        assertThat(type.parser().apply("123")).isEqualTo(123);
        assertThat(type.parser().apply("64KiB")).isEqualTo(65_536);
        assertThat(type.parser().apply("4 MiB")).isEqualTo(4_194_304);
        assertThat(type.parser().apply("2GiB")).isEqualTo(1L << 31);
        assertRefused(
                type,
                "a size such as 65536, 64KiB or 4MiB, in 1..2147483648 bytes",
                "0",
                "3GiB",
                "4MB",
                "4m",
                "-1",
                "KiB",
                "17179869185GiB"); // would overflow to 1GiB
    }

    @Test
    void durationIsANumberAndAUnit() {
        ConfigType<Duration> type = ConfigType.duration(Duration.ZERO, Duration.ofMinutes(90));
        assertThat(type.parser().apply("0s")).isEqualTo(Duration.ZERO);
        assertThat(type.parser().apply("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(type.parser().apply("15us")).isEqualTo(Duration.ofNanos(15_000));
        assertThat(type.parser().apply("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(type.parser().apply("1m")).isEqualTo(Duration.ofMinutes(1));
        assertThat(type.parser().apply("1h")).isEqualTo(Duration.ofHours(1));
        assertRefused(
                type,
                "a duration such as 250ms, 2s, 1m or 1h, in 0s..90m",
                "5",
                "2h",
                "2sec",
                "-1s",
                "999999999999999999h");
    }

    @Test
    void booleanIsOneOfTwoWords() {
        assertThat(ConfigType.bool().parser().apply("true")).isTrue();
        assertThat(ConfigType.bool().parser().apply("false")).isFalse();
        assertRefused(ConfigType.bool(), "one of true, false", "yes", "TRUE", "");
    }

    @Test
    void choiceIsOneOfItsNames() {
        ConfigType<String> type = ConfigType.choice("epoll", "nio");
        assertThat(type.parser().apply("nio")).isEqualTo("nio");
        assertRefused(type, "one of epoll, nio", "kqueue", "");
    }

    @Test
    void listHasCommas() {
        ConfigType<List<Integer>> type = ConfigType.list(ConfigType.integer(1, 9));
        assertThat(type.parser().apply("1, 2,3")).containsExactly(1, 2, 3);
        assertRefused(
                type,
                "a comma-separated list without duplicates, each an integer in 1..9",
                "1,,2",
                "1,",
                "",
                "10",
                "1, 1");
    }

    @Test
    void textIsNotEmpty() {
        assertThat(ConfigType.text().parser().apply("a b")).isEqualTo("a b");
        assertRefused(ConfigType.text(), "a text", "", " ");
    }

    private static void assertRefused(ConfigType<?> type, String expected, String... texts) {
        assertThat(type.expected()).isEqualTo(expected);
        for (String text : texts) {
            Throwable thrown = catchThrowable(() -> new ConfigSource("here", false, java.util.Map.of())
                    .parse("rpc.key", text, ConfigKey.of("key", "", type, "A key.")));
            assertThat(thrown)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("rpc.key=" + text + " in here: expected " + expected);
        }
    }
}
