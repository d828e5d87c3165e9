package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.Map;

/**
 * The form of a map whose keys protobuf's own maps do not allow: an array of messages, each with a key and a value.
 *
 * @param entry writes a {@link Map.Entry} and reads one, with null for what is left out
 * @param site for errors: {@code User.scores}
 */
record EntriesForm(ValueForm entry, MapModel.Rules rules, String site) implements ValueForm {

    @Override
    public void write(Object map, JsonGenerator out, int depth) throws Throwable {
        out.writeStartArray();
        for (Map.Entry<?, ?> each : MapForm.checked(map, rules, site).entrySet()) {
            MapForm.checkEntry(each, site);
            entry.write(each, out, depth + 1);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in, int depth) throws Throwable {
        if (!in.isExpectedStartArrayToken()) {
            throw Tokens.unexpected(in, "an array");
        }
        Map<Object, Object> map = rules.maker().apply(4);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            Map.Entry<?, ?> each = (Map.Entry<?, ?>) entry.read(in, depth + 1);
            if (each == null || each.getKey() == null || each.getValue() == null) {
                throw new MalformedMessageException(
                        site + ": an entry with an unspecified key or value (expected: both)");
            }
            MapForm.put(map, each.getKey(), each.getValue(), site);
        }
        return map;
    }

    @Override
    public Object absent() {
        return rules.maker().apply(0);
    }

    @Override
    public boolean isOmitted(Object map) throws Throwable {
        return MapForm.checked(map, rules, site).isEmpty();
    }
}
