package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonTokenId;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A value without parts. Numbers and texts go straight to the generator and come straight from the parser; kinds that are
 * rarer, and forms such as numbers in strings, are left to Jackson's serializers and deserializers in place.
 *
 * @param mapped Jackson's way for the type, primitive or not
 */
record ScalarPlan(Kind kind, Mapped mapped) implements ValuePlan {
    @Override
    public void write(Object value, JsonOutput out) throws IOException {
        JsonGenerator generator = out.generator();
        switch (kind) {
            case STRING -> generator.writeString((String) value);
            case INT -> generator.writeNumber((Integer) value);
            case LONG -> generator.writeNumber((Long) value);
            case DOUBLE -> generator.writeNumber((Double) value);
            case BOOLEAN -> generator.writeBoolean((Boolean) value);
            case BYTES -> generator.writeBinary((byte[]) value);
            case LOCAL_DATE -> writeTime((LocalDate) value, IsoForm.DATE, out);
            case LOCAL_DATE_TIME -> writeTime((LocalDateTime) value, IsoForm.DATE_TIME, out);
            case INSTANT -> writeTime((Instant) value, IsoForm.INSTANT, out);
            default -> out.write(value, mapped);
        }
    }

    private <T> void writeTime(T value, IsoForm<T> form, JsonOutput out) throws IOException {
        char[] text = out.chars();
        int length = form.write(value, text);
        if (length > 0) {
            out.generator().writeString(text, 0, length);
        } else {
            out.write(value, mapped);
        }
    }

    @Override
    public @Nullable Object read(JsonInput in) throws IOException {
        JsonParser parser = in.parser();
        int token = parser.currentTokenId();
        return switch (token) {
            case JsonTokenId.ID_STRING -> readText(parser, in);
            case JsonTokenId.ID_NUMBER_INT ->
                switch (kind) {
                    case INT -> parser.getIntValue();
                    case LONG -> parser.getLongValue();
                    default -> in.read(mapped);
                };
            case JsonTokenId.ID_TRUE, JsonTokenId.ID_FALSE ->
                kind == Kind.BOOLEAN ? (Object) (token == JsonTokenId.ID_TRUE) : in.read(mapped);
            default -> in.read(mapped);
        };
    }

    private @Nullable Object readText(JsonParser parser, JsonInput in) throws IOException {
        return switch (kind) {
            case STRING -> parser.getText();
            case BYTES -> parser.getBinaryValue(Base64Variants.MIME_NO_LINEFEEDS);
            case LOCAL_DATE -> readTime(IsoForm.DATE, parser, in);
            case LOCAL_DATE_TIME -> readTime(IsoForm.DATE_TIME, parser, in);
            case INSTANT -> readTime(IsoForm.INSTANT, parser, in);
            default -> in.read(mapped);
        };
    }

    private @Nullable Object readTime(IsoForm<?> form, JsonParser parser, JsonInput in) throws IOException {
        Object value = form.read(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return value == null ? in.read(mapped) : value;
    }

    static void writeChar(JsonGenerator generator, char value) throws IOException {
        generator.writeString(String.valueOf(value));
    }

    /** Reads a value of a primitive type. Null is not planned. */
    int readInt(JsonInput in) throws IOException {
        JsonParser parser = in.parser();
        return parser.currentTokenId() == JsonTokenId.ID_NUMBER_INT
                ? parser.getIntValue()
                : number(in).intValue();
    }

    long readLong(JsonInput in) throws IOException {
        JsonParser parser = in.parser();
        return parser.currentTokenId() == JsonTokenId.ID_NUMBER_INT
                ? parser.getLongValue()
                : number(in).longValue();
    }

    short readShort(JsonInput in) throws IOException {
        return number(in).shortValue();
    }

    byte readByte(JsonInput in) throws IOException {
        return number(in).byteValue();
    }

    double readDouble(JsonInput in) throws IOException {
        JsonParser parser = in.parser();
        return parser.currentTokenId() == JsonTokenId.ID_NUMBER_FLOAT
                ? parser.getDoubleValue()
                : number(in).doubleValue();
    }

    float readFloat(JsonInput in) throws IOException {
        return number(in).floatValue();
    }

    boolean readBoolean(JsonInput in) throws IOException {
        int token = in.parser().currentTokenId();
        if (token == JsonTokenId.ID_TRUE || token == JsonTokenId.ID_FALSE) {
            return token == JsonTokenId.ID_TRUE;
        }
        return (Boolean) other(in);
    }

    char readChar(JsonInput in) throws IOException {
        return (Character) other(in);
    }

    private Number number(JsonInput in) throws IOException {
        return (Number) other(in);
    }

    /** Reads in Jackson's own way, which reads a value of the kind. */
    private Object other(JsonInput in) throws IOException {
        Object value = in.isNull() ? null : in.read(mapped);
        if (value == null) {
            throw new NotAsPlanned();
        }
        return value;
    }
}
