package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.MapModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plan of a map: a count, then keys and values in turn. */
record MapPlan(Plan key, Plan value, MapModel.Rules rules, String where) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object map) throws Throwable {
        if (map == null) {
            out.writeVarInt(0, true);
            return;
        }
        Map<?, ?> all = (Map<?, ?>) map;
        Elements.check(rules.flaw(all), where);
        int size = all.size();
        out.writeVarInt(size, true);
        int written = 0;
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            Object k = entry.getKey();
            Object v = entry.getValue();
            if (k == null || v == null) {
                throw Elements.nullElement(where, String.valueOf(k));
            }
            key.write(out, k);
            value.write(out, v);
            written++;
        }
        Elements.checkWritten(written, size, where);
    }

    @Override
    public Object read(KryoInput in) throws Throwable {
        int size = in.readCount(2);
        Map<Object, Object> all = rules.maker().apply(Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            Object k = key.read(in);
            Object v = value.read(in);
            if (k == null || v == null) {
                throw Elements.nullRead(in, where, i);
            }
            if (all.put(k, v) != null) {
                throw Elements.twice(in, where, i);
            }
        }
        return all;
    }
}
