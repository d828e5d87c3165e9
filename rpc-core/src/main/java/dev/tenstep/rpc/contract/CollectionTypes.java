package dev.tenstep.rpc.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The supported collection and map types, each with a factory of empty ones. Interfaces keep the sender's order. */
final class CollectionTypes {
    /** The supported types, for the text about a refused collection. */
    static final String EXPECTED = "Collection, List, Set, SortedSet, NavigableSet, Queue, Deque, Map, SortedMap,"
            + " NavigableMap, an array, or one of ArrayList, LinkedList, ArrayDeque, HashSet, LinkedHashSet, TreeSet,"
            + " EnumSet, HashMap, LinkedHashMap, TreeMap, EnumMap";

    @SuppressWarnings("JdkObsolete") // user types may name LinkedList
    private static final Map<Class<?>, IntFunction<Collection<Object>>> COLLECTIONS = Map.ofEntries(
            Map.entry(Collection.class, ArrayList::new),
            Map.entry(List.class, ArrayList::new),
            Map.entry(ArrayList.class, ArrayList::new),
            Map.entry(LinkedList.class, n -> new LinkedList<>()),
            Map.entry(Queue.class, ArrayDeque::new),
            Map.entry(Deque.class, ArrayDeque::new),
            Map.entry(ArrayDeque.class, ArrayDeque::new),
            Map.entry(Set.class, n -> new LinkedHashSet<>(capacity(n))),
            Map.entry(LinkedHashSet.class, n -> new LinkedHashSet<>(capacity(n))),
            Map.entry(HashSet.class, n -> new HashSet<>(capacity(n))),
            Map.entry(SortedSet.class, n -> new TreeSet<>()),
            Map.entry(NavigableSet.class, n -> new TreeSet<>()),
            Map.entry(TreeSet.class, n -> new TreeSet<>()));

    private static final Map<Class<?>, IntFunction<Map<Object, Object>>> MAPS = Map.of(
            Map.class, n -> new LinkedHashMap<>(capacity(n)),
            LinkedHashMap.class, n -> new LinkedHashMap<>(capacity(n)),
            HashMap.class, n -> new HashMap<>(capacity(n)),
            SortedMap.class, n -> new TreeMap<>(),
            NavigableMap.class, n -> new TreeMap<>(),
            TreeMap.class, n -> new TreeMap<>());

    private CollectionTypes() {}

    /** The factory of empty collections of that class, or null if it is not supported. */
    static @Nullable IntFunction<Collection<Object>> collection(Class<?> type, Class<?> element) {
        return type == EnumSet.class ? enumSet(element) : COLLECTIONS.get(type);
    }

    /** The factory of empty maps of that class, or null if it is not supported. */
    static @Nullable IntFunction<Map<Object, Object>> map(Class<?> type, Class<?> key) {
        return type == EnumMap.class ? enumMap(key) : MAPS.get(type);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // checked to be an enum, or reported as a fault
    private static IntFunction<Collection<Object>> enumSet(Class element) {
        return n -> EnumSet.noneOf(element);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    private static IntFunction<Map<Object, Object>> enumMap(Class key) {
        return n -> new EnumMap(key);
    }

    /** The capacity at which a hash table holds this many elements without growing. */
    private static int capacity(int elements) {
        return (int) Math.min(Integer.MAX_VALUE, elements * 4L / 3 + 1);
    }
}
