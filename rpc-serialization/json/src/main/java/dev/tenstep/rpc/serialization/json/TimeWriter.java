package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.tenstep.rpc.serialization.json.plan.IsoForm;
import java.io.IOException;

/**
 * Writes a date or time in its usual form. Leaves values that do not fit, and properties with a {@code @JsonFormat},
 * to Jackson's own serializer.
 */
@SuppressWarnings("serial") // nobody writes a mapper with Java's serialization
final class TimeWriter<T> extends StdScalarSerializer<T> implements ContextualSerializer {
    private static final long serialVersionUID = 1;

    private final IsoForm<T> form;
    private final JsonSerializer<? super T> standard;

    TimeWriter(Class<T> type, IsoForm<T> form, JsonSerializer<? super T> standard) {
        super(type);
        this.form = form;
        this.standard = standard;
    }

    @Override
    public JsonSerializer<?> createContextual(SerializerProvider writing, BeanProperty property)
            throws JsonMappingException {
        JsonFormat.Value format = findFormatOverrides(writing, property, handledType());
        return IsoForm.wanted(format) ? this : ((ContextualSerializer) standard).createContextual(writing, property);
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider writing) throws IOException {
        char[] text = new char[IsoForm.MAX_CHARS];
        int length = form.write(value, text);
        if (length > 0) {
            generator.writeString(text, 0, length);
        } else {
            standard.serialize(value, generator, writing);
        }
    }
}
