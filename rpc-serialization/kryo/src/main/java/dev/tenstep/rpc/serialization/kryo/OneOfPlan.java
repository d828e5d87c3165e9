package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.KryoException;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a sealed type that may be null: a class id as Kryo writes it, then the value. 0 is null, and the
 * permitted types follow from 2 on in the contract's order. 1 is Kryo's mark for a class name, which is refused like
 * any other id without a type here.
 *
 * @param types the permitted types
 * @param plans theirs, in the same order
 */
record OneOfPlan(Class<?>[] types, Plan[] plans, String where) implements Plan {
    private static final int FIRST = 2;

    @Override
    public void write(KryoOutput out, @Nullable Object value) throws Throwable {
        if (value == null) {
            out.writeVarInt(0, true);
            return;
        }
        int index = indexOf(value);
        out.writeVarInt(index + FIRST, true);
        plans[index].write(out, value);
    }

    private int indexOf(Object value) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == value.getClass()) {
                return i;
            }
        }
        for (int i = 0; i < types.length; i++) {
            if (types[i].isInstance(value)) {
                return i;
            }
        }
        throw new KryoException(
                value.getClass().getName() + " at " + where + " (expected: one of the permitted types)");
    }

    @Override
    public @Nullable Object read(KryoInput in) throws Throwable {
        int id = in.readVarInt(true);
        if (id == 0) {
            return null;
        }
        if (id < FIRST || id - FIRST >= plans.length) {
            throw in.malformed("class id: " + Integer.toUnsignedString(id) + " at " + where
                    + " (expected: 0 for null or " + FIRST + ".." + (plans.length + 1) + ")");
        }
        return plans[id - FIRST].read(in);
    }
}
