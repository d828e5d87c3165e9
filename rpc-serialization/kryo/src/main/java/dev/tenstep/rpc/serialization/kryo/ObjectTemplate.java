package dev.tenstep.rpc.serialization.kryo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** The plan of an object, by two handles that write and read all of its fields. */
final class ObjectTemplate extends Plan {
    private static final MethodHandle WRITE = Templates.part(MethodHandles.lookup(), MethodHandle.class, 0);
    private static final MethodHandle READ = Templates.part(MethodHandles.lookup(), MethodHandle.class, 1);

    /** Makes a plan of {@code (KryoOutput, Object)void} and {@code (KryoInput)Object}. */
    static Plan of(Handles handles) {
        Handles plain = handles.as(Object.class);
        return Templates.plan(ObjectTemplate.class, plain.write(), plain.read());
    }

    @Override
    void write(KryoOutput out, @Nullable Object value) throws Throwable {
        WRITE.invokeExact(out, value);
    }

    @Override
    @Nullable
    Object read(KryoInput in) throws Throwable {
        return (Object) READ.invokeExact(in);
    }
}
