package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Refuses nulls in arrays of strings, which Jackson's own serializer writes without asking. */
final class StringArray extends StdSerializer<String[]> {
    private static final long serialVersionUID = 1;

    StringArray() {
        super(String[].class);
    }

    @Override
    public void serialize(String[] array, JsonGenerator generator, SerializerProvider writing) throws IOException {
        generator.writeStartArray(array, array.length);
        for (int i = 0; i < array.length; i++) {
            if (array[i] == null) {
                throw wrapped(generator, array, i);
            }
            generator.writeString(array[i]);
        }
        generator.writeEndArray();
    }

    private static IOException wrapped(JsonGenerator generator, String[] array, int index) {
        var refusal = NullElement.refusal(generator);
        refusal.prependPath(array, index);
        return refusal;
    }
}
