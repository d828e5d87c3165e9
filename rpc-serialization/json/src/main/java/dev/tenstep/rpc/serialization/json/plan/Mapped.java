package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A type's serializer and deserializer of Jackson. Used by many threads. */
public interface Mapped {
    /** Writes a value or null. */
    void write(@Nullable Object value, JsonGenerator generator, SerializerProvider writing) throws IOException;

    /** Reads the value that begins with the parser's current token. */
    @Nullable
    Object read(JsonParser parser, DeserializationContext reading) throws IOException;

    /** Returns the stand-in for a value that is null or missing: an empty container or optional, otherwise null. */
    @Nullable
    Object absent();
}
