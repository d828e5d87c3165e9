package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The state of writing one message. Used by one thread. */
public final class JsonOutput {
    private final JsonGenerator generator;
    private final Databind databind;
    private @Nullable SerializerProvider writing;
    private char @Nullable [] chars;

    /** Makes one that writes there. */
    public JsonOutput(JsonGenerator generator, Databind databind) {
        this.generator = generator;
        this.databind = databind;
    }

    JsonGenerator generator() {
        return generator;
    }

    /** Writes in Jackson's own way. */
    void write(Object value, Mapped mapped) throws IOException {
        if (writing == null) {
            writing = databind.writing();
        }
        mapped.write(value, generator, writing);
    }

    /** Returns an array for one date or time. */
    char[] chars() {
        if (chars == null) {
            chars = new char[IsoForm.MAX_CHARS];
        }
        return chars;
    }
}
