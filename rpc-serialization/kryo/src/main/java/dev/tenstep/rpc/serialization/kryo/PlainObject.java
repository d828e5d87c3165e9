package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of an object for which no class is generated ({@link ObjectGenerator}): its fields, in order, boxed. */
record PlainObject(ObjectAccess access, List<Plan> fields) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object value) throws Throwable {
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).write(out, access.get(i, value));
        }
    }

    @Override
    public Object read(KryoInput in) throws Throwable {
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields.get(i).read(in);
        }
        return access.make(values);
    }
}
