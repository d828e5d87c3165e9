package dev.tenstep.rpc.protocol.netrpc.gob;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads values of any type that gob describes, for readers without types of their own: a struct as a map of the fields that
 * were sent, an int as a Long, a uint as a BigInteger.
 */
final class GobValues {
    private GobValues() {}

    /** A complex number. */
    record Complex(double real, double imaginary) {}

    /** Reads a value of the type with that number. Interfaces and types with encodings of their own are refused. */
    static Object read(GobInput in, GobTypes types, int id) throws MalformedGobException {
        GobType type = types.type(id);
        if (type instanceof GobType.Basic basic) {
            return basic(in, basic);
        }
        in.enter();
        Object value = parts(in, types, type);
        in.leave();
        return value;
    }

    private static Object basic(GobInput in, GobType.Basic type) throws MalformedGobException {
        return switch (type) {
            case BOOL -> in.bool();
            case INT -> in.integer();
            case UINT -> new BigInteger(Long.toUnsignedString(in.uint()));
            case FLOAT -> in.floating();
            case BYTES -> in.bytes();
            case STRING -> in.string();
            case COMPLEX -> new Complex(in.floating(), in.floating());
            case INTERFACE -> throw in.malformed("an interface value (expected: a value of a type that is defined)");
        };
    }

    private static Object parts(GobInput in, GobTypes types, GobType type) throws MalformedGobException {
        if (type instanceof GobType.Struct struct) {
            return struct(in, types, struct);
        }
        if (type instanceof GobType.Slice slice) {
            return list(in, types, slice.element(), in.count());
        }
        if (type instanceof GobType.Array array) {
            return list(in, types, array.element(), arrayCount(in, array));
        }
        if (type instanceof GobType.Map map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            for (int count = in.count(2); count > 0; count--) {
                Object key = read(in, types, map.key());
                all.put(key, read(in, types, map.value()));
            }
            return all;
        }
        throw in.malformed("a value of a type with an encoding of its own, "
                + GobTypes.shown(((GobType.Opaque) type).name()) + " (expected: a value of a type that is defined)");
    }

    /** Reads the count of an array's elements, which must be the one in its type. */
    static int arrayCount(GobInput in, GobType.Array array) throws MalformedGobException {
        int count = in.count();
        if (count != array.length()) {
            throw in.malformed("count: " + count + " (expected: " + array.length() + ", the length of the array)");
        }
        return count;
    }

    private static List<Object> list(GobInput in, GobTypes types, int element, int count) throws MalformedGobException {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(read(in, types, element));
        }
        return all;
    }

    private static Map<String, Object> struct(GobInput in, GobTypes types, GobType.Struct struct)
            throws MalformedGobException {
        Map<String, Object> sent = new LinkedHashMap<>();
        int fields = struct.fields().size();
        for (int i = in.field(-1, fields); i >= 0; i = in.field(i, fields)) {
            GobType.Field field = struct.fields().get(i);
            sent.put(field.name(), read(in, types, field.type()));
        }
        return sent;
    }
}
