package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists, arrays and maps, as protobuf's own parser reads them, and read as protobuf writes them. */
final class ContainersTest {

    @RpcService
    interface Containers {
        Lists lists();

        ArrayFields arrays();

        Maps maps();

        Nested nested();
    }

    enum Color {
        RED,
        GREEN
    }

    record Point(int x, int y) {}

    record Lists(
            @Nullable List<String> strings,
            @Nullable Set<Integer> ints,
            @Nullable List<Color> colors,
            @Nullable List<Point> points) {}

    @SuppressWarnings("ArrayRecordComponent")
    record ArrayFields(int[] ints, boolean[] flags, double[] doubles, String[] strings, Point[] points) {}

    record Maps(
            @Nullable Map<String, Point> points,
            @Nullable Map<Integer, Boolean> flags,
            @Nullable Map<Color, String> names) {}

    @SuppressWarnings("NullableOptional") // users do this
    record Nested(
            @Nullable List<List<Integer>> matrix,
            @Nullable Map<String, List<Point>> groups,
            @Nullable List<Optional<String>> maybe,
            @Nullable Optional<List<String>> some) {}

    private static final Lists NO_LISTS = new Lists(List.of(), Set.of(), List.of(), List.of());

    private static Derived of(String method) {
        return Derived.result(Containers.class, method);
    }

    @Test
    void listsAndSetsAreRepeated() throws IOException {
        Derived lists = of("lists");
        Lists value = new Lists(
                List.of("a", ""),
                new LinkedHashSet<>(List.of(3, -1, 300)),
                List.of(Color.GREEN, Color.RED),
                List.of(new Point(1, 2), new Point(0, 0)));
        assertThat(lists.text(value))
                .isEqualTo("strings: \"a\" strings: \"\" ints: [3, -1, 300] colors: [COLOR_GREEN, COLOR_RED]"
                                .replace("ints: [3, -1, 300]", "ints: 3 ints: -1 ints: 300")
                                .replace("colors: [COLOR_GREEN, COLOR_RED]", "colors: COLOR_GREEN colors: COLOR_RED")
                        + " points { x: 1 y: 2 } points { }");
        assertThat(lists.echo(value)).isEqualTo(value);
        assertThat(lists.descriptor().findFieldByName("ints").isPacked()).isTrue();
    }

    @Test
    void nullListsReadBackAsEmpty() throws IOException {
        Derived lists = of("lists");
        assertThat(lists.encode(new Lists(null, null, null, null))).isEmpty();
        assertThat(lists.decode(new byte[0])).isEqualTo(NO_LISTS);
    }

    @Test
    void numbersAreReadPackedAndUnpackedAndInTurns() throws IOException {
        Derived lists = of("lists");
        byte[] mixed = {16, 5, 18, 2, 6, 7, 16, 8, 24, 1, 26, 1, 2, 24, 1};
        assertThat(lists.decode(mixed))
                .isEqualTo(new Lists(
                        List.of(), Set.of(5, 6, 7, 8), List.of(Color.RED, Color.GREEN, Color.RED), List.of()));
        Derived arrays = of("arrays");
        assertThat(((ArrayFields) arrays.decode(new byte[] {8, 5, 10, 2, 6, 7, 10, 0, 8, 8})).ints())
                .containsExactly(5, 6, 7, 8);
    }

    @Test
    void elementsThatComeBetweenOtherFieldsAreAllKept() throws IOException {
        byte[] between = {10, 1, 'a', 34, 0, 10, 1, 'b', 34, 2, 8, 1, 10, 1, 'c'};
        assertThat(of("lists").decode(between))
                .isEqualTo(new Lists(
                        List.of("a", "b", "c"), Set.of(), List.of(), List.of(new Point(0, 0), new Point(1, 0))));
    }

    @Test
    void arraysAreRepeated() throws IOException {
        Derived arrays = of("arrays");
        ArrayFields value = new ArrayFields(
                new int[] {1, -1, 1 << 20},
                new boolean[] {true, false},
                new double[] {0.5, -0.0},
                new String[] {"x"},
                new Point[] {new Point(1, 1)});
        assertThat(arrays.text(value))
                .isEqualTo("ints: 1 ints: -1 ints: 1048576 flags: true flags: false doubles: 0.5 doubles: -0.0"
                        + " strings: \"x\" points { x: 1 y: 1 }");
        assertThat(arrays.echo(value)).usingRecursiveComparison().isEqualTo(value);
        ArrayFields empty = (ArrayFields) arrays.decode(new byte[0]);
        assertThat(empty.ints()).isEmpty();
        assertThat(empty.points()).isEmpty();
    }

    @Test
    void mapsAreProtobufsOrEntriesOfTheSameBytes() throws IOException {
        Derived maps = of("maps");
        Maps value = new Maps(Map.of("a", new Point(1, 0)), Map.of(0, false), Map.of(Color.RED, "r"));
        assertThat(maps.text(value))
                .isEqualTo("points { key: \"a\" value { x: 1 } } flags { key: 0 value: false }"
                        + " names { key: COLOR_RED value: \"r\" }");
        assertThat(maps.echo(value)).isEqualTo(value);
        assertThat(maps.descriptor().findFieldByName("points").isMapField()).isTrue();
        assertThat(maps.descriptor().findFieldByName("names").isMapField()).isFalse();
        assertThat(maps.descriptor().findFieldByName("names").getMessageType().getName())
                .isEqualTo("EntryOfColorAndString");
    }

    @Test
    void entryThatLeavesOutItsPartsMeansTheirDefaults() throws IOException {
        Derived maps = of("maps");
        Maps defaults = (Maps) maps.decode(new byte[] {10, 0, 18, 0});
        assertThat(defaults).isEqualTo(new Maps(Map.of("", new Point(0, 0)), Map.of(0, false), Map.of()));
        assertThatThrownBy(() -> maps.decode(new byte[] {26, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Maps.names");
    }

    @Test
    void duplicateKeysAreRefused() {
        byte[] twice = HexFormat.of().parseHex("1204080110011202080212020801"); // flags: 1 true, 2 false, 1 false
        assertThatThrownBy(() -> of("maps").decode(twice))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("Maps.flags: two keys that read as 1 (expected: each once)");
    }

    @Test
    void containersInContainersGetMessagesAroundThem() throws IOException {
        Derived nested = of("nested");
        Nested value = new Nested(
                List.of(List.of(1, 2), List.of()),
                Map.of("g", List.of(new Point(1, 2))),
                List.of(Optional.of(""), Optional.empty()),
                Optional.of(List.of("s")));
        assertThat(nested.text(value))
                .isEqualTo("matrix { values: 1 values: 2 } matrix { }"
                        + " groups { key: \"g\" value { values { x: 1 y: 2 } } }"
                        + " maybe { value: \"\" } maybe { } some { values: \"s\" }");
        assertThat(nested.echo(value)).isEqualTo(value);
        assertThat(nested.descriptor()
                        .findFieldByName("matrix")
                        .getMessageType()
                        .getName())
                .isEqualTo("ListOfInteger");
    }

    @Test
    void nullsInContainersAreRefusedAndNamed() {
        Map<String, Point> nullValue = new HashMap<>();
        nullValue.put("k", null);
        Lists nullElement = new Lists(Arrays.asList("a", null), null, null, null);
        assertThatThrownBy(() -> of("lists").encode(nullElement))
                .isInstanceOf(IOException.class)
                .hasMessage("Lists.strings: element 1 is null (expected: no null elements)");
        assertThatThrownBy(() -> of("lists").encode(new Lists(null, null, Arrays.asList((Color) null), null)))
                .hasMessageContaining("Lists.colors: element 0 is null");
        assertThatThrownBy(() -> of("maps").encode(new Maps(nullValue, null, null)))
                .hasMessageContaining("Maps.points: a value is null");
        assertThatThrownBy(() -> of("nested").encode(new Nested(Collections.singletonList(null), null, null, null)))
                .hasMessageContaining("Nested.matrix: element 0 is null");
    }

    @Test
    void elementThatStandsForNullIsRefused() {
        assertThatThrownBy(() -> of("lists").decode(new byte[] {26, 1, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Lists.colors: element 0 is unspecified");
    }
}
