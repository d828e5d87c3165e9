package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/** Writes keys of any length, and refuses those that no reader would accept. */
final class KeyText<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1;

    KeyText(Class<T> type) {
        super(type);
    }

    @Override
    public void serialize(T key, JsonGenerator generator, SerializerProvider writing) throws IOException {
        write(key.toString(), generator);
    }

    static void write(String key, JsonGenerator generator) throws IOException {
        if (key.length() > Jackson.NAME_CHARS) {
            throw JsonMappingException.from(
                    generator, "key of " + key.length() + " characters (expected: up to " + Jackson.NAME_CHARS + ")");
        }
        generator.writeFieldName(key);
    }
}
