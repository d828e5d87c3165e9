package dev.tenstep.rpc.serialization.kryo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The plan of an array of objects: a count, then the elements. */
final class ArrayTemplate extends Plan {
    private static final MethodHandle WRITE = Templates.part(MethodHandles.lookup(), MethodHandle.class, 0);
    private static final MethodHandle READ = Templates.part(MethodHandles.lookup(), MethodHandle.class, 1);
    private static final Class<?> COMPONENT = Templates.part(MethodHandles.lookup(), Class.class, 2);
    private static final String WHERE = Templates.part(MethodHandles.lookup(), String.class, 3);

    /** Makes a plan from the handles of the elements, their class, and the place for error texts. */
    static Plan of(Handles element, Class<?> component, String where) {
        Handles plain = element.as(Object.class);
        return Templates.plan(ArrayTemplate.class, plain.write(), plain.read(), component, where);
    }

    @Override
    void write(KryoOutput out, @Nullable Object value) throws Throwable {
        if (value == null) {
            out.writeVarInt(0, true);
            return;
        }
        Object[] all = (Object[]) value;
        out.writeVarInt(all.length, true);
        for (int i = 0; i < all.length; i++) {
            Object element = all[i];
            if (element == null) {
                throw Elements.nullElement(WHERE, i);
            }
            WRITE.invokeExact(out, element);
        }
    }

    @Override
    Object read(KryoInput in) throws Throwable {
        int size = in.readCount(1);
        Object[] all = (Object[]) Array.newInstance(COMPONENT, Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            if (i == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(size, i * 2L));
            }
            Object element = (Object) READ.invokeExact(in);
            if (element == null) {
                throw Elements.nullRead(in, WHERE, i);
            }
            all[i] = element;
        }
        return all;
    }
}
