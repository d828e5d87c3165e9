package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.KryoException;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/**
 * The rules that collections, arrays and maps share: they hold no nulls, and no room is reserved for elements that
 * have not arrived yet.
 */
final class Elements {
    private static final int MOST_AHEAD = 1024;

    private Elements() {}

    /**
     * Returns the number of elements to allocate before the first is read. Growing to a true count is cheap. A false
     * count, on each level of a deep message, would cost the message's size times the depth.
     */
    static int ahead(int count) {
        return Math.min(count, MOST_AHEAD);
    }

    /** Builds the exception for a null that the caller passed. */
    static KryoException nullElement(String where, Object index) {
        return new KryoException("null at " + where + "[" + index + "] (expected: no null elements, keys or values)");
    }

    /** Builds the exception for a null in the message. */
    static KryoException nullRead(KryoInput in, String where, Object index) {
        return in.malformed("null at " + where + "[" + index + "] (expected: no null elements, keys or values)");
    }

    /** Builds the exception for a duplicate key, or a duplicate element of a set. */
    static KryoException twice(KryoInput in, String where, Object index) {
        return in.malformed("a duplicate at " + where + "[" + index + "] (expected: each once)");
    }

    /** Throws if a collection or map has a flaw that keeps it from being written. */
    static void check(@Nullable String flaw, String where) {
        if (flaw != null) {
            throw new KryoException(where + ": " + flaw);
        }
    }

    /** Checks that the number of elements written matches the announced one. */
    static void checkWritten(int written, int size, String where) {
        if (written != size) {
            throw new ConcurrentModificationException(
                    where + " had " + size + " elements and then " + written + " while it was written");
        }
    }
}
