package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of the types that a serializer writes. One number stands for one definition for as long as the serializer
 * lives, so that a connection may leave out those that it has sent. They begin behind those of {@link HeadWriter}, which writes
 * to the same streams. Safe for use by many threads.
 */
final class TypeNumbers {
    /** Guarded by this. Slices and maps by their text, in terms of numbers. */
    private final Map<String, Integer> known = new HashMap<>();

    private int last = HeadWriter.LAST_ID;

    /** Returns a number that no other type has. */
    synchronized int next() {
        return ++last;
    }

    /** Returns the number of a type that is made of numbered ones. */
    synchronized int of(String text) {
        return known.computeIfAbsent(text, type -> ++last);
    }
}
