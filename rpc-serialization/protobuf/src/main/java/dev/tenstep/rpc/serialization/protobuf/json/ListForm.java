package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.serialization.protobuf.Elements;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.Collection;

/** The form of a list, a set, another collection or an array of objects: an array, which is absent if it is empty. */
record ListForm(ValueForm element, Elements elements) implements ValueForm {

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws Throwable {
        out.writeStartArray();
        int i = 0;
        for (Object each : elements.collection(value)) {
            if (each == null) {
                throw elements.isNull(i);
            }
            element.write(each, out, depth);
            i++;
        }
        out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in, int depth) throws Throwable {
        if (!in.isExpectedStartArrayToken()) {
            throw Tokens.unexpected(in, "an array");
        }
        Collection<Object> all = elements.empty(4);
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            if (next == JsonToken.VALUE_NULL) {
                throw new MalformedMessageException(
                        elements.site() + ": element " + all.size() + " is null (expected: no null elements)");
            }
            elements.add(all, element.read(in, depth));
        }
        return elements.finished(all);
    }

    @Override
    public Object absent() {
        return elements.finished(null);
    }

    @Override
    public boolean isOmitted(Object value) throws Throwable {
        return elements.collection(value).isEmpty();
    }
}
