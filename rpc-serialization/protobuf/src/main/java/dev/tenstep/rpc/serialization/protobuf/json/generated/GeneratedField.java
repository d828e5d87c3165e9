package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of a generated message.
 *
 * @param value of the field, of its elements, or of its entries' values
 * @param key of its entries; null unless it is a map
 */
record GeneratedField(FieldDescriptor field, GeneratedValue value, @Nullable GeneratedValue key) {

    static GeneratedField of(FieldDescriptor field, GeneratedPlanner planner) {
        if (!field.isMapField()) {
            return new GeneratedField(field, GeneratedValue.of(field, planner), null);
        }
        List<FieldDescriptor> parts = field.getMessageType().getFields();
        return new GeneratedField(
                field, GeneratedValue.of(parts.get(1), planner), GeneratedValue.of(parts.get(0), planner));
    }

    boolean isPresent(Message message) {
        return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
    }

    /** Writes the field's value, which is present. */
    void write(Message message, JsonGenerator out, int depth) throws Throwable {
        if (!field.isRepeated()) {
            value.write(message.getField(field), out, depth);
            return;
        }
        if (key == null) {
            out.writeStartArray();
        } else {
            out.writeStartObject();
        }
        for (int i = 0, n = message.getRepeatedFieldCount(field); i < n; i++) {
            Object element = message.getRepeatedField(field, i);
            if (key == null) {
                value.write(element, out, depth);
            } else {
                Message entry = (Message) element;
                out.writeFieldName(key.name(entry.getField(key.field())));
                value.write(entry.getField(value.field()), out, depth);
            }
        }
        if (key == null) {
            out.writeEndArray();
        } else {
            out.writeEndObject();
        }
    }

    /** Reads the field's value, or null; returns false if another case of its one-of is there. */
    boolean read(JsonParser in, Message.Builder into, int depth) throws Throwable {
        if (in.hasToken(JsonToken.VALUE_NULL) && (field.isRepeated() || !value.takesNull())) {
            return true;
        }
        OneofDescriptor oneof = field.getRealContainingOneof();
        if (oneof != null && into.hasOneof(oneof)) {
            return false;
        }
        if (key != null) {
            readEntries(in, into, depth);
        } else if (field.isRepeated()) {
            readElements(in, into, depth);
        } else {
            into.setField(field, value.read(in, into, depth));
        }
        return true;
    }

    private void readElements(JsonParser in, Message.Builder into, int depth) throws Throwable {
        if (!in.isExpectedStartArrayToken()) {
            throw Tokens.unexpected(in, "an array");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            checkNotNull(in);
            into.addRepeatedField(field, value.read(in, into, depth));
        }
    }

    private void readEntries(JsonParser in, Message.Builder into, int depth) throws Throwable {
        if (!in.isExpectedStartObjectToken() || key == null) {
            throw Tokens.unexpected(in, "an object");
        }
        Set<Object> keys = new HashSet<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            Object read = key.key(name);
            if (!keys.add(read)) {
                throw new MalformedMessageException(
                        field.getFullName() + ": two keys that read as " + read + " (expected: each once)");
            }
            in.nextToken();
            checkNotNull(in);
            Message.Builder entry = into.newBuilderForField(field);
            entry.setField(key.field(), read);
            entry.setField(value.field(), value.read(in, entry, depth));
            into.addRepeatedField(field, entry.build());
        }
    }

    private void checkNotNull(JsonParser in) throws MalformedMessageException {
        if (in.hasToken(JsonToken.VALUE_NULL) && !value.takesNull()) {
            throw new MalformedMessageException(field.getFullName() + ": null (expected: no null elements)");
        }
    }
}
