package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.contract.CollectionModel;
import java.util.ArrayList;
import java.util.Collection;

/** A list, a set or another collection: an array. */
record ListPlan(ValuePlan element, CollectionModel.Rules rules) implements ValuePlan {
    private static final int USUAL_SIZE = 10;

    @Override
    @SuppressWarnings("NonApiType") // the usual list
    public void write(Object value, JsonOutput out) throws Throwable {
        JsonGenerator generator = out.generator();
        generator.writeStartArray();
        if (value.getClass() == ArrayList.class) {
            ArrayList<?> list = (ArrayList<?>) value;
            for (int i = 0, n = list.size(); i < n; i++) {
                Elements.write(list.get(i), element, out);
            }
        } else {
            JacksonAnnotations.requireNone(value);
            for (Object each : (Collection<?>) value) {
                Elements.write(each, element, out);
            }
        }
        generator.writeEndArray();
    }

    @Override
    public Object read(JsonInput in) throws Throwable {
        JsonParser parser = in.parser();
        if (!parser.isExpectedStartArrayToken()) {
            throw new NotAsPlanned();
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            return absent();
        }
        Collection<Object> all = rules.maker().apply(USUAL_SIZE);
        do {
            if (!rules.add(all, Elements.read(element, in))) {
                throw new NotAsPlanned();
            }
        } while (parser.nextToken() != JsonToken.END_ARRAY);
        return all;
    }

    @Override
    public Collection<Object> absent() {
        return rules.maker().apply(0);
    }
}
