package dev.tenstep.rpc.contract;

import static dev.tenstep.rpc.contract.Contracts.faults;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import org.junit.jupiter.api.Test;

final class TypeFaultsTest {
    private static final String CONCRETE =
            " (expected: a record, a class with a no-argument constructor or one that names its properties, or a sealed"
                    + " interface)";

    record Item(Object anything, String name) {}

    record Order(List<Item> items) {}

    @RpcService
    interface Shop {
        Order find(long id);

        void put(Order order, Object note);
    }

    @Test
    void faultNamesThePathThatLedToTheTypeOnce() {
        String text = " -> Object: can be anything" + CONCRETE + " for method Shop.";
        assertThat(faults(Shop.class))
                .containsExactly(
                        "Shop.find -> Order.items -> Item.anything" + text + "find (result)",
                        "Shop.put" + text + "put (parameter 'note')");
    }

    interface Open {}

    abstract static class Partial {}

    static sealed class SealedClass permits SealedChild {}

    static final class SealedChild extends SealedClass {}

    @SuppressWarnings("ClassCanBeStatic") // an inner class must be refused
    class Inner {}

    @RpcService
    interface Classes {
        void open(Open value);

        void partial(Partial value);

        void sealedClass(SealedClass value);

        void inner(Inner value);

        void annotation(RpcService value);
    }

    @Test
    void classIsConcreteOrSealed() {
        assertThat(faults(Classes.class))
                .containsExactlyInAnyOrder(
                        "Classes.open -> Open: an open interface: its implementations are not known" + CONCRETE
                                + " for method Classes.open (parameter 'value')",
                        "Classes.partial -> Partial: an abstract class: its subclasses are not known" + CONCRETE
                                + " for method Classes.partial (parameter 'value')",
                        "Classes.sealedClass -> SealedClass: a sealed class that is not abstract (expected: a sealed"
                                + " interface) for method Classes.sealedClass (parameter 'value')",
                        "Classes.inner -> Inner: an inner class cannot be made without its outer object (expected: a"
                                + " static nested class or a record) for method Classes.inner (parameter 'value')",
                        "Classes.annotation -> RpcService: an open interface: its implementations are not known"
                                + CONCRETE + " for method Classes.annotation (parameter 'value')");
    }

    @RpcService
    interface Platform {
        void date(Date value);

        void type(Class<String> value);

        void thread(Thread value);

        void failure(IllegalStateException value);

        void nothing(Void value);
    }

    @Test
    void unsupportedJdkTypesAreRefused() {
        String jdk = ": not a supported JDK type (expected: a type of java.time, BigDecimal, BigInteger, UUID,"
                + " URI, Locale, Currency, a collection, or a record of your own) for method Platform.";
        assertThat(faults(Platform.class))
                .containsExactlyInAnyOrder(
                        "Platform.date -> Date" + jdk + "date (parameter 'value')",
                        "Platform.type -> Class<String>" + jdk + "type (parameter 'value')",
                        "Platform.thread -> Thread" + jdk + "thread (parameter 'value')",
                        "Platform.failure -> IllegalStateException: an exception is sent only when thrown (expected:"
                                + " the type in a throws clause) for method Platform.failure (parameter 'value')",
                        "Platform.nothing -> Void: has no value (expected: only as a result) for method"
                                + " Platform.nothing (parameter 'value')");
    }

    record Page<T>(List<T> items) {}

    record Nest<T>(T value, Nest<List<T>> inner) {}

    @RpcService
    @SuppressWarnings("rawtypes")
    interface Generics {
        void rawList(List value);

        void rawPage(Page value);

        void wild(List<? extends Number> value);

        void endless(Nest<String> value);
    }

    @Test
    void genericTypesNeedTypeArguments() {
        assertThat(faults(Generics.class))
                .hasSize(4)
                .contains(
                        "Generics.rawList -> List: a raw type (expected: its type arguments as well) for method"
                                + " Generics.rawList (parameter 'value')",
                        "Generics.rawPage -> Page: a raw type (expected: its type arguments as well) for method"
                                + " Generics.rawPage (parameter 'value')",
                        "Generics.wild -> ? extends java.lang.Number: a wildcard names no type (expected: the type"
                                + " itself) for method Generics.wild (parameter 'value')")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Generics.endless -> Nest<String>.inner -> Nest<List<String>>.inner -> ")
                        .endsWith(": type arguments that nest deeper than 32 (expected: a generic type that contains"
                                + " itself with the same arguments) for method Generics.endless (parameter 'value')"));
    }

    static final class MyList extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    record Point(int x, int y) {}

    @RpcService
    interface Collections {
        void stack(Stack<String> value);

        void own(MyList value);

        void lines(Iterable<String> value);

        void points(Map<Point, String> value);

        void bytes(Map<byte[], String> value);

        void maybe(Map<Optional<String>, String> value);

        void sorted(SortedSet<Point> value);

        void sortedKeys(SortedMap<Point, String> value);

        void sortedLocales(SortedMap<Locale, String> value);

        void twice(Optional<Optional<String>> value);
    }

    @Test
    void unsupportedCollectionsAreRefused() {
        String collection = ": not a supported collection (expected: Collection, List, Set, SortedSet, NavigableSet,"
                + " Queue, Deque, Map, SortedMap, NavigableMap, an array, or one of ArrayList, LinkedList, ArrayDeque,"
                + " HashSet, LinkedHashSet, TreeSet, EnumSet, HashMap, LinkedHashMap, TreeMap, EnumMap) for method"
                + " Collections.";
        String key = " (expected: a String, a number, a boolean, an enum or another scalar) for method Collections.";
        assertThat(faults(Collections.class))
                .containsExactlyInAnyOrder(
                        "Collections.stack -> Stack<String>" + collection + "stack (parameter 'value')",
                        "Collections.own -> MyList" + collection + "own (parameter 'value')",
                        "Collections.lines -> Iterable<String>" + collection + "lines (parameter 'value')",
                        "Collections.points -> Map<Point, String>: cannot have Point for keys" + key
                                + "points (parameter 'value')",
                        "Collections.bytes -> Map<byte[], String>: cannot have byte[] for keys" + key
                                + "bytes (parameter 'value')",
                        "Collections.maybe -> Map<Optional<String>, String>: cannot have Optional<String> for keys"
                                + key + "maybe (parameter 'value')",
                        "Collections.sorted -> SortedSet<Point>: sorts what cannot be compared (expected: Point to be"
                                + " Comparable) for method Collections.sorted (parameter 'value')",
                        "Collections.sortedKeys -> SortedMap<Point, String>: cannot have Point for keys" + key
                                + "sortedKeys (parameter 'value')",
                        "Collections.sortedLocales -> SortedMap<Locale, String>: sorts what cannot be compared (expected:"
                                + " Locale to be Comparable) for method Collections.sortedLocales (parameter 'value')",
                        "Collections.twice -> Optional<Optional<String>>: an Optional cannot hold an Optional"
                                + " (expected: Optional<T> of another type) for method Collections.twice (parameter"
                                + " 'value')");
    }
}
