package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.serialization.json.plan.Planner;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A method's parameters, or an exception: an object with a field for each. */
final class FieldsCodec extends JsonCodec {
    private final String kind;
    private final BoundField[] fields;
    private final Map<String, Integer> indices = new HashMap<>();
    private final FieldAccess access;

    FieldsCodec(Jackson jackson, Planner planner, ObjectModel model, List<BoundField> bound) {
        super(jackson, planner, model, false);
        this.kind = model.kind() == ObjectModel.Kind.PARAMETERS ? "parameter" : "property";
        this.fields = bound.toArray(BoundField[]::new);
        this.access = FieldAccess.of(model);
        for (int i = 0; i < fields.length; i++) {
            indices.put(fields[i].name().getValue(), i);
        }
    }

    @Override
    void write(@Nullable Object value, JsonGenerator generator, SerializerProvider writing) throws IOException {
        @Nullable Object[] values = access.values(value);
        generator.writeStartObject();
        for (int i = 0; i < fields.length; i++) {
            generator.writeFieldName(fields[i].name());
            write(i, values[i], generator, writing);
        }
        generator.writeEndObject();
    }

    private void write(int i, @Nullable Object value, JsonGenerator generator, SerializerProvider writing)
            throws IOException {
        try {
            fields[i].value().write(value, generator, writing);
        } catch (JacksonException e) {
            throw at(i, e);
        }
    }

    @Override
    Object read(JsonParser parser, DeserializationContext reading) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, parser.currentToken() + " (expected: an object)");
        }
        @Nullable Object[] values = new Object[fields.length];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Integer index = indices.get(name);
            parser.nextToken();
            if (index == null) {
                parser.skipChildren();
            } else {
                values[index] = read(index, parser, reading);
            }
        }
        for (int i = 0; i < fields.length; i++) {
            if (values[i] == null) {
                values[i] = absent(i, parser);
            }
        }
        return access.make(values);
    }

    private @Nullable Object read(int i, JsonParser parser, DeserializationContext reading) throws IOException {
        try {
            return fields[i].value().read(parser, reading);
        } catch (JacksonException e) {
            throw at(i, e);
        }
    }

    private @Nullable Object absent(int i, JsonParser parser) throws IOException {
        BoundValue value = fields[i].value();
        if (value.primitive()) {
            String text = kind + " '" + fields[i].name() + "' is absent or null (expected: " + value.typeName() + ")";
            throw new JsonParseException(parser, text);
        }
        return value.absent();
    }

    private IOException at(int i, JacksonException e) {
        return new IOException(kind + " '" + fields[i].name() + "': " + JsonFaults.text(e), e);
    }
}
