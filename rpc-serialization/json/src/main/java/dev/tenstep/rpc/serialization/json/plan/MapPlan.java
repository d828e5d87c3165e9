package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.contract.MapModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map: an object by its keys. */
record MapPlan(KeyPlan key, ValuePlan value, MapModel.Rules rules) implements ValuePlan {
    private static final int USUAL_SIZE = 10;

    @Override
    public void write(Object map, JsonOutput out) throws Throwable {
        JacksonAnnotations.requireNone(map);
        JsonGenerator generator = out.generator();
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            writeKey(entry.getKey(), generator);
            Elements.write(entry.getValue(), value, out);
        }
        generator.writeEndObject();
    }

    private void writeKey(@Nullable Object each, JsonGenerator generator) throws Throwable {
        if (each == null) {
            throw new NotAsPlanned();
        }
        generator.writeFieldName(key.text(each));
    }

    @Override
    public Object read(JsonInput in) throws Throwable {
        JsonParser parser = in.parser();
        if (!parser.isExpectedStartObjectToken()) {
            throw new NotAsPlanned();
        }
        String name = parser.nextFieldName();
        Map<Object, Object> map = rules.maker().apply(name == null ? 0 : USUAL_SIZE);
        while (name != null) {
            parser.nextToken();
            if (map.put(key.parse(name), Elements.read(value, in)) != null) {
                throw new NotAsPlanned();
            }
            name = parser.nextFieldName();
        }
        return map;
    }

    @Override
    public Object absent() {
        return rules.maker().apply(0);
    }
}
