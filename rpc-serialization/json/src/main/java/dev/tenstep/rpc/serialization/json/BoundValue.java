package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyMetadata;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.impl.TypeWrappedDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.impl.TypeWrappedSerializer;
import dev.tenstep.rpc.serialization.json.plan.Mapped;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The writer and reader of one value of a message, with all look-ups done. Immutable; used by many threads. */
final class BoundValue implements Mapped {
    private final JavaType type;
    private final JsonSerializer<Object> serializer;
    private final JsonDeserializer<Object> deserializer;
    private final @Nullable Supplier<Object> empty;

    private BoundValue(
            JavaType type,
            JsonSerializer<Object> serializer,
            JsonDeserializer<Object> deserializer,
            @Nullable Supplier<Object> empty) {
        this.type = type;
        this.serializer = serializer;
        this.deserializer = deserializer;
        this.empty = empty;
    }

    static BoundValue of(
            String name,
            JavaType type,
            @Nullable Supplier<Object> empty,
            SerializerProvider writing,
            DeserializationContext reading)
            throws JsonMappingException {
        PropertyMetadata nulls = PropertyMetadata.STD_OPTIONAL.withNulls(null, ModelIntrospector.nullElements(type));
        BeanProperty place = new BeanProperty.Std(PropertyName.construct(name), type, null, null, nulls);
        return new BoundValue(type, writer(type, writing), reader(type, place, reading), empty);
    }

    private static JsonSerializer<Object> writer(JavaType type, SerializerProvider writing)
            throws JsonMappingException {
        return writing.findTypedValueSerializer(type, true, null);
    }

    private static JsonDeserializer<Object> reader(JavaType type, BeanProperty place, DeserializationContext reading)
            throws JsonMappingException {
        JsonDeserializer<Object> plain = reading.findContextualValueDeserializer(type, place);
        TypeDeserializer cases = reading.getFactory().findTypeDeserializer(reading.getConfig(), type);
        return cases == null ? plain : new TypeWrappedDeserializer(cases.forProperty(place), plain);
    }

    @Override
    public void write(@Nullable Object value, JsonGenerator generator, SerializerProvider writing) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (serializer instanceof TypeWrappedSerializer wrapped) {
            TypeSerializer cases = wrapped.typeSerializer();
            writing.findValueSerializer(value.getClass()).serializeWithType(value, generator, writing, cases);
        } else {
            serializer.serialize(value, generator, writing);
        }
    }

    /**
     * Reads the value that begins with the parser's current token.
     *
     * @return null even for a primitive that is null, which the caller refuses
     */
    @Override
    public @Nullable Object read(JsonParser parser, DeserializationContext reading) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return absent();
        }
        if (type.hasRawClass(void.class)) {
            throw new JsonParseException(parser, parser.currentToken() + " (expected: null)");
        }
        return deserializer.deserialize(parser, reading);
    }

    /**
     * Returns the stand-in for a value that is null or missing. It is null for primitives, too, which the caller
     * refuses.
     */
    @Override
    public @Nullable Object absent() {
        return empty == null ? null : empty.get();
    }

    /** Returns whether the value is a primitive, which null cannot stand for. */
    boolean primitive() {
        return type.isPrimitive() && !type.hasRawClass(void.class);
    }

    /** Returns the name of the expected class, for error texts. */
    String typeName() {
        return type.getRawClass().getSimpleName();
    }
}
