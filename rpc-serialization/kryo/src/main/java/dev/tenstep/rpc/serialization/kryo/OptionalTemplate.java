package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.OptionalModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** The plan of an optional: 0 if it is empty or null, or 1 and the value. */
final class OptionalTemplate extends Plan {
    private static final MethodHandle WRITE = Templates.part(MethodHandles.lookup(), MethodHandle.class, 0);
    private static final MethodHandle READ = Templates.part(MethodHandles.lookup(), MethodHandle.class, 1);
    private static final OptionalModel.Form FORM = Templates.part(MethodHandles.lookup(), OptionalModel.Form.class, 2);
    private static final String WHERE = Templates.part(MethodHandles.lookup(), String.class, 3);

    /** Makes a plan from the handles of the value, and the place for error texts. */
    static Plan of(Handles value, OptionalModel.Form form, String where) {
        Handles plain = value.as(Object.class);
        return Templates.plan(OptionalTemplate.class, plain.write(), plain.read(), form, where);
    }

    @Override
    void write(KryoOutput out, @Nullable Object optional) throws Throwable {
        Object value = optional == null ? null : FORM.take(optional);
        if (value == null) {
            out.writeByte(0);
            return;
        }
        out.writeByte(1);
        WRITE.invokeExact(out, value);
    }

    @Override
    Object read(KryoInput in) throws Throwable {
        if (!in.readPresent()) {
            return FORM.make(null);
        }
        Object value = (Object) READ.invokeExact(in);
        if (value == null) {
            throw in.malformed("null in the Optional at " + WHERE + " (expected: a value, or none)");
        }
        return FORM.make(value);
    }
}
