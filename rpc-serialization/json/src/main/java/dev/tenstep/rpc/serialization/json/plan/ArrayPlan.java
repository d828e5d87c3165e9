package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import java.lang.reflect.Array;
import java.util.Collection;

/** An array of objects, read by way of a list. */
record ArrayPlan(ListPlan list, Class<?> component) implements ValuePlan {
    @Override
    public void write(Object value, JsonOutput out) throws Throwable {
        JsonGenerator generator = out.generator();
        generator.writeStartArray();
        for (Object each : (Object[]) value) {
            Elements.write(each, list.element(), out);
        }
        generator.writeEndArray();
    }

    @Override
    public Object read(JsonInput in) throws Throwable {
        return array((Collection<?>) list.read(in));
    }

    @Override
    public Object absent() {
        return array(list.absent());
    }

    private Object array(Collection<?> all) {
        return all.toArray((Object[]) Array.newInstance(component, all.size()));
    }
}
