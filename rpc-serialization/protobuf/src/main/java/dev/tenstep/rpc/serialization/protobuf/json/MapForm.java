package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.KeyForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.Map;

/**
 * The form of a map whose keys protobuf's own maps allow: an object, whose names are the keys.
 *
 * @param site for errors: {@code User.scores}
 */
record MapForm(KeyForm key, ValueForm value, MapModel.Rules rules, String site) implements ValueForm {
    /** The maximum number of characters of a key; a parser takes more, but not any number. */
    private static final int LONGEST_KEY = 50_000;

    @Override
    public void write(Object map, JsonGenerator out, int depth) throws Throwable {
        out.writeStartObject();
        for (Map.Entry<?, ?> each : checked(map, rules, site).entrySet()) {
            checkEntry(each, site);
            String name = key.name(each.getKey());
            if (name.length() > LONGEST_KEY) {
                throw new UnwritableValueException(
                        site + ": a key of " + name.length() + " characters (expected: 0.." + LONGEST_KEY + ")");
            }
            out.writeFieldName(name);
            value.write(each.getValue(), out, depth);
        }
        out.writeEndObject();
    }

    /** Returns the map, unless its order would be lost. */
    static Map<?, ?> checked(Object map, MapModel.Rules rules, String site) throws UnwritableValueException {
        String flaw = rules.flaw(map);
        if (flaw != null) {
            throw new UnwritableValueException(site + ": " + flaw);
        }
        return (Map<?, ?>) map;
    }

    /** Refuses an entry without a key or a value. */
    static void checkEntry(Map.Entry<?, ?> entry, String site) throws UnwritableValueException {
        if (entry.getKey() == null || entry.getValue() == null) {
            throw new UnwritableValueException(site + ": a " + (entry.getKey() == null ? "key" : "value")
                    + " is null (expected: no null keys and no null values)");
        }
    }

    @Override
    public Object read(JsonParser in, int depth) throws Throwable {
        if (!in.isExpectedStartObjectToken()) {
            throw Tokens.unexpected(in, "an object");
        }
        Map<Object, Object> map = rules.maker().apply(4);
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            Object read = in.nextToken() == JsonToken.VALUE_NULL ? null : value.read(in, depth);
            if (read == null) {
                throw new MalformedMessageException(site + ": the value of \"" + Tokens.shown(name)
                        + "\" is null or unspecified (expected: a value)");
            }
            put(map, key.key(name), read, site);
        }
        return map;
    }

    static void put(Map<Object, Object> map, Object key, Object value, String site) throws MalformedMessageException {
        if (map.put(key, value) != null) {
            throw new MalformedMessageException(site + ": two keys that read as " + key + " (expected: each once)");
        }
    }

    @Override
    public Object absent() {
        return rules.maker().apply(0);
    }

    @Override
    public boolean isOmitted(Object map) throws Throwable {
        return checked(map, rules, site).isEmpty();
    }
}
