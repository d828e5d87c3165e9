package dev.tenstep.rpc.protocol.netrpc.gob;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sender's struct as one of Java's objects. Fields are matched by name: the object's others keep the value of a
 * field that was not sent, and the sender's others are skipped. Made by one thread, then used by many.
 */
final class StructReader implements ValueReader {
    private final StructPlan plan;
    private final GobTypes types;
    private final GobType.Struct wire;
    /** For each of the sender's fields the index of the object's, -1 if it has none. */
    private final int[] targets;

    private final @Nullable ValueReader[] readers;
    /** For each of the sender's fields whether it is an unsigned integer. */
    private final boolean[] unsigned;

    StructReader(StructPlan plan, GobTypes types, GobType.Struct wire) {
        this.plan = plan;
        this.types = types;
        this.wire = wire;
        targets = new int[wire.fields().size()];
        readers = new ValueReader[targets.length];
        unsigned = new boolean[targets.length];
        Arrays.fill(targets, -1);
    }

    /** Matches the fields, once. */
    void match(Matching matching) throws MalformedGobException {
        List<String> names = plan.names();
        boolean matched = names.isEmpty() || targets.length == 0;
        for (int i = 0; i < targets.length; i++) {
            GobType.Field field = wire.fields().get(i);
            int target = plan.indexOf(field.name());
            if (target < 0) {
                continue;
            }
            Plan own = plan.fields().get(target);
            ValueReader reader = own.reader(field.type(), matching);
            if (reader == null) {
                throw new MalformedGobException("gob: wrong type (" + own.goName() + ") for received field "
                        + plan.goName() + "." + field.name() + " of type "
                        + types.name(field.type()));
            }
            targets[i] = target;
            readers[i] = reader;
            unsigned[i] = types.type(field.type()) == GobType.Basic.UINT;
            matched = true;
        }
        if (!matched) {
            throw new MalformedGobException(
                    "gob: type mismatch: no fields matched compiling decoder for " + plan.goName());
        }
    }

    @Override
    public Object read(GobInput in) throws Throwable {
        in.enter();
        Object value = plan.codec().read(in, this);
        in.leave();
        return value;
    }

    /**
     * Reads up to the next field that the object has, and skips others.
     *
     * @param before the number of the field before, -1 at first
     * @return its number in the sender's type; -1 at the end
     */
    int next(GobInput in, int before) throws MalformedGobException {
        int at = in.field(before, targets.length);
        while (at >= 0 && targets[at] < 0) {
            types.skip(in, wire.fields().get(at).type());
            at = in.field(at, targets.length);
        }
        return at;
    }

    /** The index in the object of a field that {@link #next} returned; -1 at the end. */
    int target(int at) {
        return at < 0 ? -1 : targets[at];
    }

    /** Reads the value of a field that {@link #next} returned. */
    @Nullable
    Object value(GobInput in, int at) throws Throwable {
        ValueReader reader = readers[at];
        return reader == null ? null : reader.read(in);
    }

    boolean booleanValue(GobInput in, int at) throws MalformedGobException {
        return in.bool();
    }

    byte byteValue(GobInput in, int at) throws MalformedGobException {
        return (byte) Ranges.integer(in, unsigned[at], Byte.SIZE, "int8");
    }

    short shortValue(GobInput in, int at) throws MalformedGobException {
        return (short) Ranges.integer(in, unsigned[at], Short.SIZE, "int16");
    }

    int intValue(GobInput in, int at) throws MalformedGobException {
        return (int) Ranges.integer(in, unsigned[at], Integer.SIZE, "int");
    }

    long longValue(GobInput in, int at) throws MalformedGobException {
        return Ranges.integer(in, unsigned[at], Long.SIZE, "int64");
    }

    float floatValue(GobInput in, int at) throws MalformedGobException {
        return Ranges.single(in);
    }

    double doubleValue(GobInput in, int at) throws MalformedGobException {
        return in.floating();
    }
}
