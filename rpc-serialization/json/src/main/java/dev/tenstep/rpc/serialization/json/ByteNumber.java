package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a byte, from -128 to 127. Jackson's own deserializer accepts 255 for -1. */
final class ByteNumber extends StdScalarDeserializer<Byte> {
    private static final long serialVersionUID = 1;
    private final @Nullable Byte absent;

    ByteNumber(@Nullable Byte absent) {
        super(Byte.class);
        this.absent = absent;
    }

    @Override
    public Byte deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return (Byte) reading.handleUnexpectedToken(Byte.class, parser);
        }
        int value = parser.getIntValue();
        return value == (byte) value
                ? (Byte) (byte) value
                : (Byte) reading.handleWeirdNumberValue(Byte.class, value, "expected: -128..127");
    }

    @Override
    public @Nullable Byte getNullValue(DeserializationContext reading) {
        return absent;
    }
}
