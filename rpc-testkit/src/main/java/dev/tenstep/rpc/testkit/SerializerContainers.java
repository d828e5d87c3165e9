package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.ContainerTypes.Sorted;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sets and maps lose nothing silently: neither an entry whose key is read as that of another, nor their order. */
interface SerializerContainers {

    Serializer serializer();

    /** A newer peer's colors. */
    enum NewColor {
        RED,
        OTHER,
        BLUE,
        VIOLET
    }

    /** An older peer's. */
    enum OldColor {
        RED,
        @Fallback
        OTHER
    }

    /** The newer peer's interface. */
    @RpcService("colors")
    interface Newer {
        Map<NewColor, String> named();

        Set<NewColor> all();
    }

    /** The older peer's. */
    @RpcService("colors")
    interface Older {
        Map<OldColor, String> named();

        Set<OldColor> all();
    }

    /** Returns whether the serializer reads constants that the reader does not know as the fallback. */
    default boolean readsUnknownConstants() {
        return true;
    }

    @Test
    default void unknownKeyDoesNotReplaceTheFallbacksOwnEntry() throws IOException {
        MessageProbe newer = MessageProbe.result(serializer(), method(Newer.class, "named"));
        MessageProbe older = MessageProbe.result(serializer(), method(Older.class, "named"));
        if (readsUnknownConstants()) {
            assertThat(older.decode(newer.encode(Map.of(NewColor.BLUE, "b", NewColor.RED, "r"))))
                    .isEqualTo(Map.of(OldColor.OTHER, "b", OldColor.RED, "r"));
        }
        for (Map<NewColor, String> sent : List.of(
                Map.of(NewColor.OTHER, "o", NewColor.BLUE, "b"), Map.of(NewColor.BLUE, "b", NewColor.VIOLET, "v"))) {
            byte[] message = newer.encode(sent);
            assertThatThrownBy(() -> older.decode(message)).as("%s", sent).isInstanceOf(Exception.class);
        }
    }

    @Test
    default void unknownElementsOfASetAreTheFallbackOnce() throws IOException {
        if (readsUnknownConstants()) {
            MessageProbe newer = MessageProbe.result(serializer(), method(Newer.class, "all"));
            MessageProbe older = MessageProbe.result(serializer(), method(Older.class, "all"));
            assertThat(older.decode(newer.encode(Set.of(NewColor.RED, NewColor.BLUE, NewColor.VIOLET))))
                    .isEqualTo(Set.of(OldColor.RED, OldColor.OTHER));
        }
    }

    private static MethodContract method(Class<?> service, String name) {
        return Objects.requireNonNull(ServiceContract.of(service).method(name), name);
    }

    @TestFactory
    default Stream<DynamicTest> keysThatAreReadAsTheSameAreRefused() {
        return Stream.of(
                        sample("byString", () -> String.valueOf(new char[] {'a'}), 1),
                        sample("byInt", () -> Integer.valueOf(70_000), "x"),
                        sample("byLong", () -> Long.valueOf(70_000), true),
                        sample("byChar", () -> Character.valueOf('\u4e16'), "x"),
                        sample("byUuid", () -> new UUID(1, 2), LocalDate.EPOCH),
                        sample("byDate", () -> LocalDate.of(2024, 2, 29), BigDecimal.ONE),
                        sample("byDecimal", () -> new BigDecimal("1.10"), "x"),
                        sample("byInstant", () -> Instant.ofEpochSecond(5), Duration.ZERO),
                        sample("byLocale", () -> new Locale("de"), Year.of(1)))
                .map(this::refused);
    }

    @SuppressWarnings("IdentityHashMapUsage") // it holds one key twice
    private static Sample sample(String method, Supplier<Object> key, Object value) {
        Map<Object, Object> map = new IdentityHashMap<>();
        map.put(key.get(), value);
        map.put(key.get(), value);
        return new Sample(method, map, null);
    }

    @TestFactory
    default Stream<DynamicTest> equalElementsOfASetAreRefused() {
        Set<String> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(Arrays.asList("a", String.valueOf(new char[] {'a'})));
        return Stream.of(new Sample("set", same, null)).map(this::refused);
    }

    @TestFactory
    default Stream<DynamicTest> orderThatDoesNotCrossIsRefused() {
        Comparator<String> backwards = Comparator.reverseOrder();
        NavigableSet<Integer> numbers = new TreeSet<>(Comparator.<Integer>reverseOrder());
        NavigableMap<YearMonth, OptionalLong> months = new TreeMap<>(Comparator.reverseOrder());
        TreeMap<String, Object> shapes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        SortedMap<String, Integer> scores = new TreeMap<>(backwards);
        return Stream.of(
                        new Sample("sortedSet", new TreeSet<>(backwards), null),
                        new Sample("navigableSet", numbers, null),
                        new Sample("byMonth", months, null),
                        new Sample("treeMap", shapes, null),
                        new Sample("sorted", new Sorted(new TreeSet<>(backwards), null, null, null), null),
                        new Sample("sorted", new Sorted(null, scores, null, null), null),
                        new Sample("sorted", new Sorted(null, null, null, List.of((TreeSet<Integer>) numbers)), null))
                .map(this::orderRefused);
    }

    private DynamicTest orderRefused(Sample sample) {
        return dynamicTest(sample.toString(), () -> {
            Object[] value = {sample.value()};
            assertThatThrownBy(() -> MessageProbe.parameters(serializer(), sample.method())
                            .encode(value))
                    .hasStackTraceContaining("sorted by a comparator, which is not sent (expected: the natural order");
            assertThatThrownBy(() ->
                            MessageProbe.result(serializer(), sample.method()).encode(sample.value()))
                    .hasStackTraceContaining("sorted by a comparator");
        });
    }

    private DynamicTest refused(Sample sample) {
        return dynamicTest(sample.method(), () -> {
            Object[] value = {sample.value()};
            MessageProbe parameters = MessageProbe.parameters(serializer(), sample.method());
            assertThatThrownBy(() -> parameters.echo(value)).isInstanceOf(Exception.class);
            MessageProbe result = MessageProbe.result(serializer(), sample.method());
            assertThatThrownBy(() -> result.echo(sample.value())).isInstanceOf(Exception.class);
        });
    }

    @Test
    default void localeThatIsNotALanguageTagIsRefused() {
        @Nullable Object locale = new Locale("not a language");
        assertThatThrownBy(() -> MessageProbe.result(serializer(), "locale").encode(locale))
                .hasStackTraceContaining("which is not a language tag");
    }
}
