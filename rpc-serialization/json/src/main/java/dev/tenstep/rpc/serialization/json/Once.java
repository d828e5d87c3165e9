package dev.tenstep.rpc.serialization.json;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A guard around a set or map while it is read, which refuses duplicates. */
sealed interface Once {

    /** Returns the set or map itself. */
    Object guarded();

    /** The guard of a set. */
    final class Elements extends AbstractCollection<Object> implements Once {
        private final Collection<Object> set;
        private final @Nullable Enum<?> fallback;

        @SuppressWarnings("unchecked") // makers build collections of that type
        Elements(Object set, @Nullable Enum<?> fallback) {
            this.set = (Collection<Object>) set;
            this.fallback = fallback;
        }

        @Override
        public boolean add(Object element) {
            if (!set.add(element) && element != fallback) {
                throw new IllegalArgumentException("duplicate: " + element + " (expected: each once)");
            }
            return true;
        }

        @Override
        public Object guarded() {
            return set;
        }

        @Override
        public Iterator<Object> iterator() {
            return set.iterator();
        }

        @Override
        public int size() {
            return set.size();
        }
    }

    /** The guard of a map. */
    final class Entries extends AbstractMap<Object, Object> implements Once {
        private final Map<Object, Object> map;

        @SuppressWarnings("unchecked") // makers build collections of that type
        Entries(Object map) {
            this.map = (Map<Object, Object>) map;
        }

        @Override
        public @Nullable Object put(Object key, Object value) {
            if (map.put(key, value) != null) {
                throw new IllegalArgumentException("two keys that read as " + key + " (expected: each once)");
            }
            return null;
        }

        @Override
        public Object guarded() {
            return map;
        }

        @Override
        public Set<Entry<Object, Object>> entrySet() {
            return map.entrySet();
        }
    }
}
