package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import org.jspecify.annotations.Nullable;

/** The form of an object: a message with fields. */
interface ObjectForm extends ValueForm {

    /**
     * Writes the fields into the object that was begun.
     *
     * @param value null only for a wrapper, whose one field is then absent
     * @param depth of what the fields hold
     */
    void writeFields(@Nullable Object value, JsonGenerator out, int depth) throws Throwable;

    /** Reads fields to the end of the object that was begun, and makes the value. */
    Object readFields(JsonParser in, int depth) throws Throwable;

    @Override
    default void write(@Nullable Object value, JsonGenerator out, int depth) throws Throwable {
        if (value != null) {
            Depth.checkWritten(depth, value);
        }
        out.writeStartObject();
        writeFields(value, out, depth);
        out.writeEndObject();
    }

    @Override
    default Object read(JsonParser in, int depth) throws Throwable {
        Depth.checkRead(depth);
        if (!in.isExpectedStartObjectToken()) {
            throw Tokens.unexpected(in, "an object");
        }
        return readFields(in, depth);
    }

    /** Writes the name and value of a field, unless it is left out. */
    static void writeField(
            @Nullable Object value, ValueForm form, SerializableString name, JsonGenerator out, int depth)
            throws Throwable {
        if (value != null && !form.isOmitted(value)) {
            out.writeFieldName(name);
            form.write(value, out, depth);
        }
    }

    /** Reads the value of a field, which may be null. */
    static @Nullable Object readField(ValueForm form, JsonParser in, int depth) throws Throwable {
        return in.hasToken(JsonToken.VALUE_NULL) ? form.absent() : form.read(in, depth);
    }

    /** Returns what was read, or else what stands for a field that is absent. */
    static @Nullable Object orAbsent(@Nullable Object read, ValueForm form) {
        return read == null ? form.absent() : read;
    }
}
