package dev.tenstep.rpc.serialization.kryo;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The plan of an array of objects: a count, then the elements. */
record ArrayPlan(Plan element, Class<?> component, String where) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object value) throws Throwable {
        if (value == null) {
            out.writeVarInt(0, true);
            return;
        }
        Object[] all = (Object[]) value;
        out.writeVarInt(all.length, true);
        for (int i = 0; i < all.length; i++) {
            Object each = all[i];
            if (each == null) {
                throw Elements.nullElement(where, i);
            }
            element.write(out, each);
        }
    }

    @Override
    public Object read(KryoInput in) throws Throwable {
        int size = in.readCount(1);
        Object[] all = (Object[]) Array.newInstance(component, Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            if (i == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(size, i * 2L));
            }
            Object each = element.read(in);
            if (each == null) {
                throw Elements.nullRead(in, where, i);
            }
            all[i] = each;
        }
        return all;
    }
}
