package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.CollectionModel;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The plan of a collection: a count, then the elements. */
record CollectionPlan(Plan element, CollectionModel.Rules rules, String where) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object value) throws Throwable {
        if (value == null) {
            out.writeVarInt(0, true);
            return;
        }
        Collection<?> all = (Collection<?>) value;
        Elements.check(rules.flaw(all), where);
        int size = all.size();
        out.writeVarInt(size, true);
        int written = 0;
        for (Object each : all) {
            if (each == null) {
                throw Elements.nullElement(where, written);
            }
            element.write(out, each);
            written++;
        }
        Elements.checkWritten(written, size, where);
    }

    @Override
    public Object read(KryoInput in) throws Throwable {
        int size = in.readCount(1);
        Collection<Object> all = rules.maker().apply(Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            Object each = element.read(in);
            if (each == null) {
                throw Elements.nullRead(in, where, i);
            }
            if (!rules.add(all, each)) {
                throw Elements.twice(in, where, i);
            }
        }
        return all;
    }
}
