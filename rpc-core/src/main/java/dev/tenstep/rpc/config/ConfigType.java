package dev.tenstep.rpc.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The syntax of a key's values.
 *
 * @param expected what a value looks like, to follow "expected": {@code an integer in 1..100000}
 * @param parser makes the value; throws IllegalArgumentException if the text is not one
 */
public record ConfigType<T>(String expected, Function<String, T> parser) {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s?([A-Za-z]*)");
    private static final Map<String, Long> BYTES = Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Long> NANOS =
            Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    /** Any text but an empty one. */
    public static ConfigType<String> text() {
        return new ConfigType<>("a text", text -> require(!text.isBlank(), text));
    }

    /** {@code true} or {@code false}. */
    public static ConfigType<Boolean> bool() {
        return choice("true", "false").map(Boolean::valueOf);
    }

    /** A whole number, both ends included. */
    public static ConfigType<Integer> integer(int from, int to) {
        return new ConfigType<>("an integer in " + from + ".." + to, text -> {
            int value = Integer.parseInt(text);
            return require(value >= from && value <= to, value);
        });
    }

    /** A number of bytes, both ends included: {@code 65536}, {@code 64KiB}, {@code 4MiB}, {@code 1GiB}. */
    public static ConfigType<Long> size(long from, long to) {
        String expected = "a size such as 65536, 64KiB or 4MiB, in " + from + ".." + to + " bytes";
        return new ConfigType<>(expected, text -> {
            long value = scaled(text, BYTES);
            return require(value >= from && value <= to, value);
        });
    }

    /** A time, both ends included: {@code 250ms}, {@code 2s}, {@code 1m}, {@code 1h}. */
    public static ConfigType<Duration> duration(Duration from, Duration to) {
        String expected = "a duration such as 250ms, 2s, 1m or 1h, in " + text(from) + ".." + text(to);
        return new ConfigType<>(expected, text -> {
            Duration value = Duration.ofNanos(scaled(text, NANOS));
            return require(value.compareTo(from) >= 0 && value.compareTo(to) <= 0, value);
        });
    }

    /** One of some names. */
    public static ConfigType<String> choice(String... names) {
        List<String> known = List.of(names);
        return new ConfigType<>("one of " + String.join(", ", known), text -> require(known.contains(text), text));
    }

    /** A comma-separated list of at least one value, without duplicates. */
    public static <E> ConfigType<List<E>> list(ConfigType<E> element) {
        return new ConfigType<>("a comma-separated list without duplicates, each " + element.expected(), text -> {
            List<E> values = Arrays.stream(text.split(",", -1))
                    .map(part -> element.parser().apply(part.strip()))
                    .toList();
            return require(values.stream().distinct().count() == values.size(), values);
        });
    }

    /** The same texts, read as something else. */
    public <R> ConfigType<R> map(Function<T, R> next) {
        return new ConfigType<>(expected, parser.andThen(next));
    }

    private static <V> V require(boolean fits, V value) {
        if (!fits) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static long scaled(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException();
        }
        return new BigInteger(matcher.group(1))
                .multiply(BigInteger.valueOf(unit))
                .longValueExact();
    }

    private static String text(Duration duration) {
        long nanos = duration.toNanos();
        return Stream.of("h", "m", "s", "ms", "us")
                .filter(unit -> nanos != 0 && nanos % NANOS.get(unit) == 0)
                .findFirst()
                .map(unit -> nanos / NANOS.get(unit) + unit)
                .orElse(nanos == 0 ? "0s" : nanos + "ns");
    }
}
