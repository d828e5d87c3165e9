package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a definition: a value of Go's {@code wireType}, of whose fields just one is set. Definitions of definitions are
 * built in, so this class knows their fields by number.
 */
final class TypeDefinition {
    private static final int KINDS = 7;
    private static final int ARRAY = 0;
    private static final int SLICE = 1;
    private static final int STRUCT = 2;
    private static final int MAP = 3;

    /** The most fields that the definition of a type has: an array's. */
    private static final int MOST = 3;

    private final GobInput in;
    private final int id;
    private String name = "";
    /** The numbers behind the common part of a definition: element, or key and element, or element and length. */
    private final long[] numbers = new long[MOST];

    private List<GobType.Field> fields = List.of();

    private TypeDefinition(GobInput in, int id) {
        this.in = in;
        this.id = id;
    }

    /** Reads the definition of the type with that number. */
    static GobType read(GobInput in, int id) throws MalformedGobException {
        return new TypeDefinition(in, id).read();
    }

    private GobType read() throws MalformedGobException {
        int kind = in.field(-1, KINDS);
        if (kind < 0) {
            throw in.malformed("a definition of type " + id + " that defines nothing (expected: one kind of type)");
        }
        GobType type = kind(kind);
        if (in.field(kind, KINDS) >= 0) {
            throw in.malformed("a definition of type " + id + " as two kinds of types (expected: one)");
        }
        return type;
    }

    private GobType kind(int kind) throws MalformedGobException {
        switch (kind) {
            case ARRAY -> {
                parts(3, false);
                if (numbers[2] < 0) {
                    throw in.malformed("array length: " + numbers[2] + " (expected: 0 or more)");
                }
                return new GobType.Array(name, reference(1), numbers[2]);
            }
            case SLICE -> {
                parts(2, false);
                return new GobType.Slice(name, reference(1));
            }
            case STRUCT -> {
                parts(2, true);
                return new GobType.Struct(name, fields);
            }
            case MAP -> {
                parts(3, false);
                return new GobType.Map(name, reference(1), reference(2));
            }
            default -> {
                parts(1, false);
                return new GobType.Opaque(name);
            }
        }
    }

    /** Reads the common part and up to two more. */
    private void parts(int count, boolean struct) throws MalformedGobException {
        for (int part = in.field(-1, count); part >= 0; part = in.field(part, count)) {
            if (part == 0) {
                common();
            } else if (struct) {
                fields = fields();
            } else {
                numbers[part] = in.integer();
            }
        }
    }

    private void common() throws MalformedGobException {
        for (int part = in.field(-1, 2); part >= 0; part = in.field(part, 2)) {
            if (part == 0) {
                name = in.string();
            } else {
                int own = in.typeId();
                if (own != id) {
                    throw in.malformed("id " + own + " in the definition of type " + id + " (expected: the same)");
                }
            }
        }
    }

    private List<GobType.Field> fields() throws MalformedGobException {
        int count = in.count();
        List<GobType.Field> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(field());
        }
        return List.copyOf(all);
    }

    private GobType.Field field() throws MalformedGobException {
        @Nullable String fieldName = null;
        int type = 0;
        for (int part = in.field(-1, 2); part >= 0; part = in.field(part, 2)) {
            if (part == 0) {
                fieldName = in.string();
            } else {
                type = in.typeId();
            }
        }
        if (fieldName == null || type <= 0) {
            throw in.malformed(
                    "a field without a name or a type in the definition of type " + id + " (expected: both)");
        }
        return new GobType.Field(fieldName, type);
    }

    private int reference(int part) throws MalformedGobException {
        long found = numbers[part];
        if (found <= 0 || found > Integer.MAX_VALUE) {
            throw in.malformed("type id: " + found + " in the definition of type " + id + " (expected: 1.."
                    + Integer.MAX_VALUE + ")");
        }
        return (int) found;
    }
}
