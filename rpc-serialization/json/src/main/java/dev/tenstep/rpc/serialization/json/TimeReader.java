package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.tenstep.rpc.serialization.json.plan.IsoForm;
import java.io.IOException;

/**
 * Reads a date or time in its usual form. Leaves other forms, and properties with a {@code @JsonFormat}, to Jackson's
 * own deserializer.
 */
@SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
final class TimeReader<T> extends StdScalarDeserializer<T> implements ContextualDeserializer {
    private static final long serialVersionUID = 1;

    private final IsoForm<T> form;
    private final JsonDeserializer<T> standard;

    TimeReader(Class<T> type, IsoForm<T> form, JsonDeserializer<T> standard) {
        super(type);
        this.form = form;
        this.standard = standard;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext reading, BeanProperty property)
            throws JsonMappingException {
        return IsoForm.wanted(findFormatOverrides(reading, property, handledType()))
                ? this
                : ((ContextualDeserializer) standard).createContextual(reading, property);
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            T value = form.read(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            if (value != null) {
                return value;
            }
        }
        return standard.deserialize(parser, reading);
    }
}
