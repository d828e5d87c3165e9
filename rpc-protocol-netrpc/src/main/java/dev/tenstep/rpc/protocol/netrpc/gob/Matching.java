package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.HashMap;
import java.util.Map;

/**
 * Matches Java types with the types that a stream defined, once for all values of a type. Used by one thread; the readers
 * that it makes may be used by many.
 */
final class Matching {
    private final GobTypes types;
    private final Map<Pair, StructReader> structs = new HashMap<>();
    private int depth;

    Matching(GobTypes types) {
        this.types = types;
    }

    /** A Java type and the number of a sender's; plans are equal only to themselves. */
    private record Pair(StructPlan plan, int wire) {}

    GobTypes types() {
        return types;
    }

    /** Returns the reader of a struct, which is still being made if the type refers to itself. */
    StructReader struct(StructPlan plan, int wire, GobType.Struct type) throws MalformedGobException {
        Pair pair = new Pair(plan, wire);
        StructReader known = structs.get(pair);
        if (known != null) {
            return known;
        }
        if (++depth > GobInput.DEEPEST) {
            throw new MalformedGobException("gob: types nested more than " + GobInput.DEEPEST + " deep (expected: 0.."
                    + GobInput.DEEPEST + ")");
        }
        StructReader made = new StructReader(plan, types, type);
        structs.put(pair, made);
        made.match(this);
        depth--;
        return made;
    }
}
