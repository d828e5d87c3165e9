package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codec of an object for which no class is generated: its fields, in order, boxed. */
record PlainStruct(ObjectAccess access, List<Plan> fields) implements StructCodec {
    @Override
    public void write(GobOutput out, Object value) throws Throwable {
        for (int i = 0; i < fields.size(); i++) {
            out.field(i, fields.get(i), access.get(i, value));
        }
    }

    @Override
    public Object read(GobInput in, StructReader reader) throws Throwable {
        @Nullable Object[] values = new Object[fields.size()];
        for (int at = reader.next(in, -1); at >= 0; at = reader.next(in, at)) {
            values[reader.target(at)] = reader.value(in, at);
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = fields.get(i).absent();
            }
        }
        return access.make(values);
    }
}
