package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import org.jspecify.annotations.Nullable;

/** A message in a message: one level deeper. */
record Nested(ValueForm message) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws Throwable {
        message.write(value, out, depth + 1);
    }

    @Override
    public @Nullable Object read(JsonParser in, int depth) throws Throwable {
        return message.read(in, depth + 1);
    }
}
