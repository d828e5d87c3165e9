package dev.tenstep.rpc.protocol.netrpc.gob;

import org.jspecify.annotations.Nullable;

/** The rules that collections, arrays and maps share: they hold no nulls, for gob has none. */
final class Elements {
    private static final int MOST_AHEAD = 1024;

    private Elements() {}

    /** Returns the number of elements to allocate before the first is read: a false count costs no more than that. */
    static int ahead(int count) {
        return Math.min(count, MOST_AHEAD);
    }

    /** Returns an element, which may not be null. */
    static Object notNull(@Nullable Object each, String where, @Nullable Object index) {
        if (each == null) {
            throw new IllegalArgumentException(
                    "null at " + where + "[" + index + "] (expected: no null elements, keys or values)");
        }
        return each;
    }

    /** Returns an element that was read. */
    static Object notNullRead(GobInput in, @Nullable Object each, String where, Object index)
            throws MalformedGobException {
        if (each == null) {
            throw in.malformed("null at " + where + "[" + index + "] (expected: no null elements, keys or values)");
        }
        return each;
    }

    /** Builds the exception for a duplicate key, or a duplicate element of a set. */
    static MalformedGobException twice(GobInput in, String where, Object index) {
        return in.malformed("a duplicate at " + where + "[" + index + "] (expected: each once)");
    }

    /** Throws if a collection or map has a flaw that keeps it from being written. */
    static void check(@Nullable String flaw, String where) {
        if (flaw != null) {
            throw new IllegalArgumentException(where + ": " + flaw);
        }
    }
}
