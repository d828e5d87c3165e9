package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.MessageNames;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of an enum: the constants' names as in the .proto file, or their numbers when it is read; 0 is null. */
final class EnumForm implements ValueForm {
    private final String type;
    private final SerializedString[] names;
    private final List<? extends Enum<?>> constants;
    /** The constants' names, then that of 0. */
    private final Words words;

    private final Map<Long, Enum<?>> byNumber = new HashMap<>();
    private final @Nullable Enum<?> fallback;

    /** Makes the form of an enum of that name in the schema. */
    EnumForm(EnumModel model, String schemaName) {
        type = model.typeName();
        fallback = model.fallback();
        String prefix = MessageNames.snake(schemaName).toUpperCase(Locale.ROOT) + "_";
        constants = model.constants();
        List<String> all = new ArrayList<>();
        names = new SerializedString[model.constants().size()];
        for (int i = 0; i < names.length; i++) {
            String name = MessageNames.identifier(model.names().get(i));
            names[i] = new SerializedString(prefix + name);
            all.add(prefix + name);
            byNumber.put((long) model.numbers().get(i), constants.get(i));
        }
        all.add(prefix + "UNSPECIFIED");
        words = new Words(all);
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // never leaves this class
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        out.writeString(names[((Enum<?>) value).ordinal()]);
    }

    @Override
    public @Nullable Object read(JsonParser in, int depth) throws IOException {
        Enum<?> constant;
        if (in.hasToken(JsonToken.VALUE_STRING)) {
            int index = words.find(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            if (index == constants.size()) {
                return null;
            }
            constant = index < 0 ? null : constants.get(index);
        } else if (in.hasToken(JsonToken.VALUE_NUMBER_INT) && in.getTextLength() < 12) {
            constant = byNumber.get(in.getLongValue());
            if (constant == null && in.getLongValue() == 0) {
                return null;
            }
        } else {
            throw Tokens.unexpected(in, "a name or number of " + type);
        }
        if (constant == null && fallback == null) {
            throw new MalformedMessageException(
                    Tokens.shown(in.getText()) + " for " + type + " (expected: one of " + List.of(names) + ")");
        }
        return constant == null ? fallback : constant;
    }
}
