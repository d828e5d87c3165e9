package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.contract.CollectionModel;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a collection or an array, which Go has as a slice.
 *
 * @param component the type of an array's elements; null for a collection
 */
record ListPlan(
        int id,
        byte[] definition,
        Plan element,
        CollectionModel.Rules rules,
        @Nullable Class<?> component,
        String where)
        implements Plan {
    @Override
    public String goName() {
        return "[]" + element.goName();
    }

    @Override
    public List<Plan> parts() {
        return List.of(element);
    }

    @Override
    public boolean omits(Object value) {
        return component == null ? ((Collection<?>) value).isEmpty() : Array.getLength(value) == 0;
    }

    @Override
    public Object absent() {
        return component == null ? rules.maker().apply(0) : Array.newInstance(component, 0);
    }

    @Override
    public void write(GobOutput out, Object value) throws Throwable {
        out.enter();
        if (component == null) {
            Elements.check(rules.flaw(value), where);
            writeAll(out, (Collection<?>) value);
        } else {
            int length = Array.getLength(value);
            out.uint(length);
            for (int i = 0; i < length; i++) {
                element.write(out, Elements.notNull(Array.get(value, i), where, i));
            }
        }
        out.leave();
    }

    private void writeAll(GobOutput out, Collection<?> all) throws Throwable {
        int size = all.size();
        out.uint(size);
        int written = 0;
        for (Object each : all) {
            element.write(out, Elements.notNull(each, where, written));
            written++;
        }
        if (written != size) {
            throw new ConcurrentModificationException(
                    where + " had " + size + " elements and then " + written + " while it was written");
        }
    }

    @Override
    public @Nullable ValueReader reader(int wire, Matching matching) throws MalformedGobException {
        GobType type = matching.types().type(wire);
        if (type instanceof GobType.Slice slice) {
            ValueReader each = element.reader(slice.element(), matching);
            return each == null ? null : in -> read(in, each, in.count());
        }
        if (type instanceof GobType.Array array) {
            ValueReader each = element.reader(array.element(), matching);
            return each == null ? null : in -> read(in, each, GobValues.arrayCount(in, array));
        }
        return null;
    }

    private Object read(GobInput in, ValueReader each, int count) throws Throwable {
        in.enter();
        int ahead = Elements.ahead(count);
        Collection<Object> all = component == null ? rules.maker().apply(ahead) : new ArrayList<>(ahead);
        for (int i = 0; i < count; i++) {
            Object value = Elements.notNullRead(in, each.read(in), where, i);
            if (!(component == null ? rules.add(all, value) : all.add(value))) {
                throw Elements.twice(in, where, i);
            }
        }
        in.leave();
        return component == null ? all : array(all, component);
    }

    @Override
    public void writeJson(JsonGenerator out, Object value) throws Throwable {
        out.writeStartArray();
        if (component == null) {
            Elements.check(rules.flaw(value), where);
            int i = 0;
            for (Object each : (Collection<?>) value) {
                element.writeJson(out, Elements.notNull(each, where, i++));
            }
        } else {
            int length = Array.getLength(value);
            for (int i = 0; i < length; i++) {
                element.writeJson(out, Elements.notNull(Array.get(value, i), where, i));
            }
        }
        out.writeEndArray();
    }

    @Override
    public Object readJson(JsonReader in) throws Throwable {
        if (!in.parser().isExpectedStartArrayToken()) {
            throw in.mismatch(goName());
        }
        Collection<Object> all = component == null ? rules.maker().apply(0) : new ArrayList<>();
        for (int i = 0; in.parser().nextToken() != JsonToken.END_ARRAY; i++) {
            Object value = Elements.notNull(in.value(element), where, i);
            if (!(component == null ? rules.add(all, value) : all.add(value))) {
                throw new JsonException("json: a duplicate at " + where + "[" + i + "] (expected: each once)");
            }
        }
        return component == null ? all : array(all, component);
    }

    private static Object array(Collection<Object> all, Class<?> component) {
        Object array = Array.newInstance(component, all.size());
        int i = 0;
        for (Object each : all) {
            Array.set(array, i++, each);
        }
        return array;
    }
}
