package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.MapModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plan of a map: a count, then keys and values in turn. */
final class MapTemplate extends Plan {
    private static final MethodHandle WRITE_KEY = Templates.part(MethodHandles.lookup(), MethodHandle.class, 0);
    private static final MethodHandle READ_KEY = Templates.part(MethodHandles.lookup(), MethodHandle.class, 1);
    private static final MethodHandle WRITE_VALUE = Templates.part(MethodHandles.lookup(), MethodHandle.class, 2);
    private static final MethodHandle READ_VALUE = Templates.part(MethodHandles.lookup(), MethodHandle.class, 3);
    private static final MapModel.Rules RULES = Templates.part(MethodHandles.lookup(), MapModel.Rules.class, 4);
    private static final String WHERE = Templates.part(MethodHandles.lookup(), String.class, 5);

    /** Makes a plan from the handles of keys and values, the kind of map, and the place for error texts. */
    static Plan of(Handles key, Handles value, MapModel.Rules rules, String where) {
        Handles k = key.as(Object.class);
        Handles v = value.as(Object.class);
        return Templates.plan(MapTemplate.class, k.write(), k.read(), v.write(), v.read(), rules, where);
    }

    @Override
    void write(KryoOutput out, @Nullable Object value) throws Throwable {
        if (value == null) {
            out.writeVarInt(0, true);
            return;
        }
        Map<?, ?> all = (Map<?, ?>) value;
        Elements.check(RULES.flaw(all), WHERE);
        int size = all.size();
        out.writeVarInt(size, true);
        int written = 0;
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            Object k = entry.getKey();
            Object v = entry.getValue();
            if (k == null || v == null) {
                throw Elements.nullElement(WHERE, String.valueOf(k));
            }
            WRITE_KEY.invokeExact(out, k);
            WRITE_VALUE.invokeExact(out, v);
            written++;
        }
        Elements.checkWritten(written, size, WHERE);
    }

    @Override
    Object read(KryoInput in) throws Throwable {
        int size = in.readCount(2);
        Map<Object, Object> all = RULES.maker().apply(Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            Object k = (Object) READ_KEY.invokeExact(in);
            Object v = (Object) READ_VALUE.invokeExact(in);
            if (k == null || v == null) {
                throw Elements.nullRead(in, WHERE, i);
            }
            if (all.put(k, v) != null) {
                throw Elements.twice(in, WHERE, i);
            }
        }
        return all;
    }
}
