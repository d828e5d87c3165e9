package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

/** Refuses nulls where Jackson asks the mapper how to write one: for elements and values of maps. */
final class NullElement extends StdSerializer<Object> {
    private static final long serialVersionUID = 1;

    NullElement() {
        super(Object.class);
    }

    @Override
    public void serialize(Object nothing, JsonGenerator generator, SerializerProvider writing)
            throws JsonMappingException {
        throw refusal(generator);
    }

    static JsonMappingException refusal(JsonGenerator generator) {
        return JsonMappingException.from(generator, "null element (expected: a value)");
    }
}
