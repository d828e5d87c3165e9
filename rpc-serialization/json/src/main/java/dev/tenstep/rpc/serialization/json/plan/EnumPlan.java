package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tenstep.rpc.contract.EnumModel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum: its constants' names. */
record EnumPlan(SerializableString[] names, Map<String, Enum<?>> constants, @Nullable Enum<?> fallback)
        implements ValuePlan, KeyPlan {

    static EnumPlan of(EnumModel model) {
        Map<String, Enum<?>> constants = new HashMap<>();
        for (int i = 0; i < model.names().size(); i++) {
            constants.put(model.names().get(i), model.constants().get(i));
        }
        SerializableString[] names =
                model.names().stream().map(SerializedString::new).toArray(SerializableString[]::new);
        return new EnumPlan(names, constants, model.fallback());
    }

    @Override
    public void write(Object value, JsonOutput out) throws IOException {
        out.generator().writeString(name(value));
    }

    @Override
    public String text(Object key) {
        return name(key).getValue();
    }

    @SuppressWarnings("EnumOrdinal") // the names are in the order of the constants
    private SerializableString name(Object value) {
        return names[((Enum<?>) value).ordinal()];
    }

    @Override
    public Object read(JsonInput in) throws IOException {
        JsonParser parser = in.parser();
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new NotAsPlanned();
        }
        String name = parser.getText();
        Enum<?> constant = constants.get(name);
        boolean unknown = constant == null && !name.isEmpty() && name.equals(name.trim()); // Jackson trims
        return constant != null ? constant : orFail(unknown ? fallback : null);
    }

    @Override
    public Object parse(String name) throws IOException {
        return orFail(constants.get(name));
    }

    private static Enum<?> orFail(@Nullable Enum<?> constant) {
        if (constant == null) {
            throw new NotAsPlanned();
        }
        return constant;
    }
}
