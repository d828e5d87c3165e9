package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenstep.rpc.contract.MapModel;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plan of a map. One that is empty is sent, as Go does. */
record MapPlan(int id, byte[] definition, Plan key, Plan value, MapModel.Rules rules, String where) implements Plan {
    @Override
    public String goName() {
        return "map[" + key.goName() + "]" + value.goName();
    }

    @Override
    public List<Plan> parts() {
        return List.of(key, value);
    }

    @Override
    public boolean omits(Object map) {
        return false;
    }

    @Override
    public Object absent() {
        return rules.maker().apply(0);
    }

    @Override
    public void write(GobOutput out, Object map) throws Throwable {
        Map<?, ?> all = (Map<?, ?>) map;
        Elements.check(rules.flaw(all), where);
        out.enter();
        int size = all.size();
        out.uint(size);
        int written = 0;
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            key.write(out, Elements.notNull(entry.getKey(), where, null));
            value.write(out, Elements.notNull(entry.getValue(), where, entry.getKey()));
            written++;
        }
        if (written != size) {
            throw new ConcurrentModificationException(
                    where + " had " + size + " entries and then " + written + " while it was written");
        }
        out.leave();
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) throws MalformedGobException {
        if (!(matching.types().type(wire) instanceof GobType.Map map)) {
            return null;
        }
        ValueReader keys = key.reader(map.key(), matching);
        ValueReader values = value.reader(map.value(), matching);
        return keys == null || values == null ? null : in -> read(in, keys, values);
    }

    private Object read(GobInput in, ValueReader keys, ValueReader values) throws Throwable {
        in.enter();
        int size = in.count(2);
        Map<Object, Object> all = rules.maker().apply(Elements.ahead(size));
        for (int i = 0; i < size; i++) {
            Object k = Elements.notNullRead(in, keys.read(in), where, i);
            Object v = Elements.notNullRead(in, values.read(in), where, i);
            if (all.put(k, v) != null) {
                throw Elements.twice(in, where, i);
            }
        }
        in.leave();
        return all;
    }

    @Override
    public void writeJson(JsonGenerator out, Object map) throws Throwable {
        Map<?, ?> all = (Map<?, ?>) map;
        Elements.check(rules.flaw(all), where);
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            out.writeFieldName(key.jsonKey(Elements.notNull(entry.getKey(), where, null)));
            value.writeJson(out, Elements.notNull(entry.getValue(), where, entry.getKey()));
        }
        out.writeEndObject();
    }

    @Override
    public Object readJson(JsonReader in) throws Throwable {
        if (!in.parser().isExpectedStartObjectToken()) {
            throw in.mismatch(goName());
        }
        Map<Object, Object> all = rules.maker().apply(0);
        for (String name = in.parser().nextFieldName();
                name != null;
                name = in.parser().nextFieldName()) {
            in.parser().nextToken();
            Object k = Elements.notNull(key.readJsonKey(in, name), where, name);
            all.put(k, Elements.notNull(in.value(value), where, name));
        }
        return all;
    }
}
