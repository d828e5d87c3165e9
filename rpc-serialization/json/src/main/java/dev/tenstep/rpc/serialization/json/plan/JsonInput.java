package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.databind.DeserializationContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The state of reading one message. Used by one thread. */
public final class JsonInput {
    private final JsonParser parser;
    private final Databind databind;
    private @Nullable DeserializationContext reading;

    /** Makes one that reads from there. */
    public JsonInput(JsonParser parser, Databind databind) {
        this.parser = parser;
        this.databind = databind;
    }

    JsonParser parser() {
        return parser;
    }

    boolean isNull() {
        return parser.currentTokenId() == JsonTokenId.ID_NULL;
    }

    /** Reads in Jackson's own way. */
    @Nullable
    Object read(Mapped mapped) throws IOException {
        if (reading == null) {
            reading = databind.reading(parser);
        }
        return mapped.read(parser, reading);
    }
}
