package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.OptionalModel;
import org.jspecify.annotations.Nullable;

/** The plan of an optional: 0 if it is empty or null, or 1 and the value. */
record OptionalPlan(Plan content, OptionalModel.Form form, String where) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object optional) throws Throwable {
        Object value = optional == null ? null : form.take(optional);
        if (value == null) {
            out.writeByte(0);
            return;
        }
        out.writeByte(1);
        content.write(out, value);
    }

    @Override
    public Object read(KryoInput in) throws Throwable {
        if (!in.readPresent()) {
            return form.make(null);
        }
        Object value = content.read(in);
        if (value == null) {
            throw in.malformed("null in the Optional at " + where + " (expected: a value, or none)");
        }
        return form.make(value);
    }
}
