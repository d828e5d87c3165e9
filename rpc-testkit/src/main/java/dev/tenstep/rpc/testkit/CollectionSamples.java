package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.ObjectSamples.user;
import static dev.tenstep.rpc.testkit.Sample.same;

import dev.tenstep.rpc.testkit.ContainerTypes.Sorted;
import dev.tenstep.rpc.testkit.SampleTypes.Circle;
import dev.tenstep.rpc.testkit.SampleTypes.Level;
import dev.tenstep.rpc.testkit.SampleTypes.Operation;
import dev.tenstep.rpc.testkit.SampleTypes.Square;
import dev.tenstep.rpc.testkit.SampleTypes.User;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** Optionals, collections, maps and arrays: full, empty, nested, and null, which is read as empty. */
final class CollectionSamples {
    private CollectionSamples() {}

    static List<Sample> all() {
        List<Sample> all = new ArrayList<>(nulls());
        all.addAll(optionals());
        all.addAll(lists());
        all.addAll(sets());
        all.addAll(enumsAndOrder());
        all.addAll(nested());
        all.addAll(maps());
        all.addAll(mapsByOtherKeys());
        all.addAll(arrays());
        return all;
    }

    private static List<Sample> nulls() {
        List<Sample> all = new ArrayList<>();
        for (String list :
                List.of("strings", "integers", "binaries", "users", "collection", "arrayList", "matrix", "shapes")) {
            all.add(new Sample(list, null, new ArrayList<>()));
        }
        for (String set : List.of("set", "levels")) {
            all.add(new Sample(set, null, Set.of()));
        }
        for (String map : List.of("byString", "byInt", "byLevel", "groups", "deepMap", "treeMap")) {
            all.add(new Sample(map, null, new TreeMap<>()));
        }
        for (String optional : List.of("optionalString", "optionalInt", "optionalUser", "optionalList")) {
            all.add(new Sample(optional, null, Optional.empty()));
        }
        all.add(new Sample("booleanArray", null, new boolean[0]));
        all.add(new Sample("charArray", null, new char[0]));
        all.add(new Sample("intArray", null, new int[0]));
        all.add(new Sample("stringArray", null, new String[0]));
        all.add(new Sample("userArray", null, new User[0]));
        all.add(new Sample("boxedArray", null, new Integer[0]));
        all.add(new Sample("binaryArray", null, new byte[0][]));
        all.add(new Sample("intMatrix", null, new int[0][]));
        return all;
    }

    private static List<Sample> optionals() {
        List<Sample> all = new ArrayList<>(same("optionalString", Optional.of(""), Optional.of("x"), Optional.empty()));
        all.addAll(same("optionalInt", Optional.of(0), Optional.of(-1), Optional.empty()));
        all.addAll(same("intOptional", OptionalInt.of(0), OptionalInt.of(-1), OptionalInt.empty()));
        all.addAll(same("longOptional", OptionalLong.of(0), OptionalLong.of(Long.MIN_VALUE), OptionalLong.empty()));
        all.addAll(same("doubleOptional", OptionalDouble.of(-0d), OptionalDouble.of(0.1), OptionalDouble.empty()));
        all.addAll(same("intOptionals", List.of(), List.of(OptionalInt.of(0), OptionalInt.empty(), OptionalInt.of(7))));
        all.add(new Sample("intOptional", null, OptionalInt.empty()));
        all.add(new Sample("longOptional", null, OptionalLong.empty()));
        all.add(new Sample("doubleOptional", null, OptionalDouble.empty()));
        all.addAll(same("optionalUser", Optional.of(user(1)), Optional.empty()));
        all.addAll(same("optionalShape", Optional.of(new Square(1)), Optional.empty()));
        all.addAll(same("optionalList", Optional.of(List.of("a")), Optional.of(List.of()), Optional.empty()));
        all.addAll(same("optionals", List.of(), List.of(Optional.of("a"), Optional.empty(), Optional.of(""))));
        return all;
    }

    private static List<Sample> lists() {
        List<Sample> all =
                new ArrayList<>(same("strings", List.of(), List.of(""), List.of("a", "", "世界"), Arrays.asList("b")));
        all.addAll(same(
                "strings", IntStream.range(0, 3000).mapToObj(Integer::toString).toList()));
        all.addAll(same("integers", List.of(), List.of(0), List.of(1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)));
        all.addAll(same("boxedDoubles", List.of(0d, -0d, Double.NaN, Double.MIN_VALUE)));
        all.addAll(same("users", List.of(), List.of(user(1)), List.of(user(1), user(2), user(1))));
        all.addAll(same("collection", new ArrayList<>(List.of(1L, Long.MIN_VALUE, 1L))));
        all.addAll(same("arrayList", new ArrayList<>(List.of(new BigDecimal("1.10"), BigDecimal.ZERO))));
        all.addAll(same("shapes", List.of(new Circle(1.5, null), new Square(2), new Circle(-0.0, "c"))));
        return all;
    }

    private static List<Sample> sets() {
        List<Sample> all =
                new ArrayList<>(same("set", Set.of(), Set.of("one"), new LinkedHashSet<>(List.of("z", "a", "m"))));
        all.addAll(same("levels", Set.of(), Set.of(Level.values())));
        return all;
    }

    private static List<Sample> enumsAndOrder() {
        EnumMap<Operation, List<String>> map = new EnumMap<>(Operation.class);
        List<Sample> all = new ArrayList<>(same("enumMap", map, new EnumMap<>(Map.of(Operation.MINUS, List.of("a")))));
        all.addAll(same("enumSet", EnumSet.noneOf(Level.class), EnumSet.allOf(Level.class), EnumSet.of(Level.HIGH)));
        all.add(new Sample("enumSet", null, EnumSet.noneOf(Level.class)));
        all.add(new Sample("enumMap", null, map));
        all.addAll(same("enumSets", List.of(EnumSet.of(Operation.PLUS), EnumSet.noneOf(Operation.class))));
        all.addAll(same("sortedSet", new TreeSet<>(), new TreeSet<>(List.of("b", "a"))));
        all.addAll(same("navigableSet", new TreeSet<>(List.of(3, -1)), natural(List.of(2, 1))));
        all.addAll(same("byLocale", Map.of(), Map.of(Locale.ROOT, Year.of(12_345), Locale.CANADA, Year.of(7))));
        all.addAll(same("byMonth", new TreeMap<>(Map.of(YearMonth.of(7, 1), OptionalLong.empty()))));
        all.addAll(same("byMonth", new TreeMap<>(Map.of(YearMonth.of(12_345, 1), OptionalLong.of(1)))));
        Set<String> backwards = new TreeSet<>(Comparator.<String>reverseOrder());
        backwards.addAll(List.of("a", "b"));
        SortedMap<String, Integer> scores = new TreeMap<>(Map.of("x", 1));
        all.addAll(same(
                "sorted",
                new Sorted(new TreeSet<>(List.of("b")), scores, backwards, List.of(new TreeSet<>(Set.of(1))))));
        return all;
    }

    private static Set<Integer> natural(List<Integer> elements) {
        Set<Integer> set = new TreeSet<>(Comparator.naturalOrder());
        set.addAll(elements);
        return set;
    }

    private static List<Sample> nested() {
        List<Sample> all = new ArrayList<>(
                same("matrix", List.of(), List.of(List.of()), List.of(List.of(1, 2), List.of(), List.of(3))));
        all.addAll(same("listOfMaps", List.of(Map.of(), Map.of("a", user(1)), Map.of("b", user(2), "c", user(3)))));
        all.addAll(same("groups", Map.of("none", List.of(), "some", List.of(user(1), user(2)))));
        all.addAll(same("deepMap", Map.of("", Map.of(), "a", Map.of(1, List.of("x"), -1, List.of()))));
        return all;
    }

    private static List<Sample> maps() {
        List<Sample> all =
                new ArrayList<>(same("byString", Map.of(), Map.of("", 0), Map.of("a", 1, "世界", -1, "@type", 3)));
        all.addAll(same("byInt", Map.of(), Map.of(0, "", -1, "x", Integer.MAX_VALUE, "y")));
        all.addAll(same("byLong", Map.of(Long.MIN_VALUE, true, 0L, false)));
        all.addAll(same("byBoolean", Map.of(true, 1.5, false, -0d)));
        all.addAll(same("treeMap", new TreeMap<>(Map.of("b", new Square(1), "a", new Circle(0, "")))));
        return all;
    }

    private static List<Sample> mapsByOtherKeys() {
        EnumMap<Level, User> byLevel = new EnumMap<>(Level.class);
        byLevel.put(Level.HIGH, user(3));
        List<Sample> all =
                new ArrayList<>(same("byLevel", Map.of(), Map.of(Level.LOW, user(1), Level.HIGH, user(2)), byLevel));
        all.addAll(same("byChar", Map.of('a', "b", '"', "")));
        all.addAll(same("byDecimal", Map.of(new BigDecimal("1.10"), "a", new BigDecimal("1.1"), "b")));
        all.addAll(same("byInstant", Map.of(Instant.EPOCH, Duration.ZERO)));
        all.addAll(same("byUuid", Map.of(new UUID(1, 2), LocalDate.EPOCH)));
        all.addAll(same("byDate", Map.of(LocalDate.EPOCH, new BigDecimal("0.10"))));
        return all;
    }

    private static List<Sample> arrays() {
        List<Sample> all = new ArrayList<>(same("booleanArray", new boolean[0], new boolean[] {true, false}));
        all.addAll(same("shortArray", new short[0], new short[] {0, -1, Short.MAX_VALUE}));
        all.addAll(same("charArray", new char[0], new char[] {'a', '\u0000', '€'}));
        all.addAll(same(
                "intArray",
                new int[0],
                new int[] {0, -1, Integer.MIN_VALUE},
                IntStream.range(0, 5000).toArray()));
        all.addAll(same("longArray", new long[0], new long[] {0, -1, Long.MIN_VALUE}));
        all.addAll(same("floatArray", new float[0], new float[] {0, -0f, Float.NaN, 0.1f}));
        all.addAll(same("doubleArray", new double[0], new double[] {0, -0d, Double.NaN, 0.1}));
        all.addAll(same("stringArray", new String[0], new String[] {"", "a", "世界"}));
        all.addAll(same("userArray", new User[0], new User[] {user(1), user(2)}));
        all.addAll(same("intMatrix", new int[0][], new int[][] {{}, {1, 2}, {3}}));
        all.addAll(same("boxedArray", new Integer[0], new Integer[] {0, -1}));
        all.addAll(same("binaryArray", new byte[0][], new byte[][] {{}, {1, -1}}));
        all.addAll(same("binaries", List.of()));
        return all;
    }
}
