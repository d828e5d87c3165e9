package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A parser at a value, and the fields that led to it, for Go's texts. Used by one thread. */
final class JsonReader {
    private final JsonParser parser;
    private final Deque<String> path = new ArrayDeque<>();
    private String struct = "";

    JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    JsonParser parser() {
        return parser;
    }

    /** Reads a value, which may be null where its plan knows a value for that. */
    @Nullable
    Object value(Plan plan) throws Throwable {
        return parser.hasToken(JsonToken.VALUE_NULL) ? plan.absent() : plan.readJson(this);
    }

    /** Reads the value of a field. */
    @Nullable
    Object field(String structName, String field, Plan plan) throws Throwable {
        String outer = struct;
        struct = structName;
        path.addLast(field);
        Object value = value(plan);
        path.removeLast();
        struct = outer;
        return value;
    }

    /** Builds the exception, in Go's words, for a value of another type. */
    JsonException mismatch(String goName) throws IOException {
        String found =
                switch (parser.currentToken()) {
                    case START_OBJECT -> "object";
                    case START_ARRAY -> "array";
                    case VALUE_STRING -> "string";
                    case VALUE_TRUE, VALUE_FALSE -> "bool";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        isNumber(goName) ? "number " + parser.getText() : "number";
                    default -> parser.getText();
                };
        return mismatch(found, goName);
    }

    private static boolean isNumber(String goName) {
        return goName.startsWith("int") || goName.startsWith("float");
    }

    JsonException mismatch(String found, String goName) {
        return new JsonException("json: cannot unmarshal " + found
                + (path.isEmpty() ? " into Go value" : " into Go struct field " + struct + "." + String.join(".", path))
                + " of type " + goName);
    }

    /** Builds the exception for what is no JSON. */
    static JsonException malformed(JacksonException e) {
        return new JsonException("json: " + e.getOriginalMessage());
    }

    long integer(int bits, String goName) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            throw mismatch(goName);
        }
        long value = parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? 0 : parser.getLongValue();
        int unused = Long.SIZE - bits;
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || (value << unused) >> unused != value) {
            throw mismatch(goName);
        }
        return value;
    }

    /** Parses the key of a map. */
    long integerKey(String text, int bits, String goName) throws JsonException {
        try {
            long value = Long.parseLong(text);
            int unused = Long.SIZE - bits;
            if ((value << unused) >> unused == value) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw mismatch("number " + GobTypes.shown(text), goName);
    }

    double floating(String goName) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw mismatch(goName);
        }
        double value = parser.getDoubleValue();
        boolean single = goName.equals("float32");
        if (Double.isInfinite(value) || (single && Float.isInfinite((float) value))) {
            throw mismatch(goName);
        }
        return value;
    }

    boolean bool() throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw mismatch("bool");
        }
        return parser.hasToken(JsonToken.VALUE_TRUE);
    }

    String string(String goName) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw mismatch(goName);
        }
        return parser.getText();
    }

    byte[] bytes(String goName) throws IOException {
        String text = string(goName);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException("illegal base64 data: " + e.getMessage());
        }
    }
}
