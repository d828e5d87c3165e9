package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.HashMap;
import java.util.Map;

/**
 * The types that one stream has defined so far. Filled by one thread; after that, many may read it.
 */
final class GobTypes {
    /** The first number that Go gives a type of a user's. */
    static final int FIRST = 64;

    /** The length to which texts about types are cut: names are as long as their sender likes. */
    private static final int SHOWN = 100;

    private static final int SHOWN_LEVELS = 8;

    private final Map<Integer, GobType> types = new HashMap<>();

    /** Reads the definition of a type, which must be a new one. */
    void define(GobInput in, int id) throws MalformedGobException {
        if (id < FIRST) {
            throw in.malformed(
                    "a definition of type " + id + " (expected: " + FIRST + " or more, for those below are built in)");
        }
        if (types.containsKey(id)) {
            throw in.malformed("a second definition of type " + id + " (expected: one in a stream)");
        }
        types.put(id, TypeDefinition.read(in, id));
    }

    /** Returns the type of that number. */
    GobType type(int id) throws MalformedGobException {
        GobType.Basic basic = GobType.Basic.of(id);
        GobType found = basic == null ? types.get(id) : basic;
        if (found == null) {
            throw new MalformedGobException(
                    "gob: type id: " + id + " (expected: one below 9, or one that was defined before its value)");
        }
        return found;
    }

    /** Returns a type's name, as Go's error texts have it: {@code []map[string]Point}. */
    String name(int id) throws MalformedGobException {
        return shown(name(id, SHOWN_LEVELS));
    }

    /** Cuts a name for an error text. */
    static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
    }

    private String name(int id, int levels) throws MalformedGobException {
        if (levels == 0) {
            return "...";
        }
        GobType type = type(id);
        if (type instanceof GobType.Slice slice) {
            return "[]" + name(slice.element(), levels - 1);
        }
        if (type instanceof GobType.Array array) {
            return "[" + array.length() + "]" + name(array.element(), levels - 1);
        }
        if (type instanceof GobType.Map map) {
            return "map[" + name(map.key(), levels - 1) + "]" + name(map.value(), levels - 1);
        }
        if (type instanceof GobType.Struct struct) {
            return struct.name().isEmpty() ? "struct" : shown(struct.name());
        }
        return type instanceof GobType.Opaque opaque ? shown(opaque.name()) : type.toString();
    }

    /** Skips a value without keeping anything of it. */
    void skip(GobInput in, int id) throws MalformedGobException {
        GobType type = type(id);
        if (type instanceof GobType.Basic basic) {
            skip(in, basic);
        } else if (type instanceof GobType.Opaque) {
            in.skipBytes();
        } else {
            in.enter();
            skipParts(in, type);
            in.leave();
        }
    }

    private void skipParts(GobInput in, GobType type) throws MalformedGobException {
        if (type instanceof GobType.Struct struct) {
            int fields = struct.fields().size();
            for (int i = in.field(-1, fields); i >= 0; i = in.field(i, fields)) {
                skip(in, struct.fields().get(i).type());
            }
        } else if (type instanceof GobType.Map map) {
            for (int count = in.count(2); count > 0; count--) {
                skip(in, map.key());
                skip(in, map.value());
            }
        } else {
            int element = type instanceof GobType.Array array ? array.element() : ((GobType.Slice) type).element();
            for (int count = in.count(); count > 0; count--) {
                skip(in, element);
            }
        }
    }

    private static void skip(GobInput in, GobType.Basic type) throws MalformedGobException {
        switch (type) {
            case BOOL -> in.bool();
            case INT, UINT, FLOAT -> in.uint();
            case BYTES, STRING -> in.skipBytes();
            case COMPLEX -> {
                in.uint();
                in.uint();
            }
            case INTERFACE -> skipInterface(in);
        }
    }

    /** Skips the name of a registered type, and unless it is empty the type's number and a number of bytes. */
    private static void skipInterface(GobInput in) throws MalformedGobException {
        int name = in.count();
        in.advance(name);
        if (name == 0) {
            return;
        }
        // Go defines a type that is new to the stream here, ends the message behind it and goes on in another one.
        // Types that only skipped bytes use are of no interest.
        int id = in.typeId();
        while (id < 0) {
            TypeDefinition.read(in, -id);
            in.nextPart();
            id = in.typeId();
        }
        in.skipBytes();
    }
}
