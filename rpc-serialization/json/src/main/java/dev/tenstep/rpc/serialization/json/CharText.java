package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a char from a string of one char. Jackson's own deserializer also accepts numbers. */
final class CharText extends StdScalarDeserializer<Character> {
    private static final long serialVersionUID = 1;
    private final @Nullable Character absent;

    CharText(@Nullable Character absent) {
        super(Character.class);
        this.absent = absent;
    }

    @Override
    public Character deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Character) reading.handleUnexpectedToken(Character.class, parser);
        }
        String text = parser.getText();
        return text.length() == 1
                ? (Character) text.charAt(0)
                : (Character) reading.handleWeirdStringValue(Character.class, text, "expected: one char");
    }

    @Override
    public @Nullable Character getNullValue(DeserializationContext reading) {
        return absent;
    }
}
