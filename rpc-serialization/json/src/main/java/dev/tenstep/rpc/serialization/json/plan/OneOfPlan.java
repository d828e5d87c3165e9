package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Map;
import java.util.Set;

/** A sealed type: the fields of its case, after the case's name. */
record OneOfPlan(Map<Class<?>, Case> byType, Map<String, Case> byName) implements ValuePlan {
    /** The name of the field with the case's name. */
    static final String TYPE = "@type";

    private static final SerializableString TYPE_NAME = new SerializedString(TYPE);
    private static final Set<String> TYPE_ONLY = Set.of(TYPE);

    record Case(SerializableString name, ObjectValue plan) {}

    @Override
    public void write(Object value, JsonOutput out) throws Throwable {
        Case mine = byType.get(value.getClass());
        if (mine == null) {
            throw new NotAsPlanned();
        }
        JsonGenerator generator = out.generator();
        generator.writeStartObject();
        generator.writeFieldName(TYPE_NAME);
        generator.writeString(mine.name());
        mine.plan().writeFields(value, out);
        generator.writeEndObject();
    }

    @Override
    public Object read(JsonInput in) throws Throwable {
        JsonParser parser = in.parser();
        if (!parser.isExpectedStartObjectToken()
                || !parser.nextFieldName(TYPE_NAME)
                || parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new NotAsPlanned();
        }
        Case mine = byName.get(parser.getText());
        if (mine == null) {
            throw new NotAsPlanned();
        }
        return mine.plan().readFields(in, TYPE_ONLY);
    }
}
