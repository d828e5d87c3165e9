package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.Primitive;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The form of a number or truth value, boxed: those of 64 bits are strings, and all may come as strings or numbers. The bits are
 * those of {@link Primitive}.
 */
public record NumberForm(Primitive primitive) implements ValueForm, KeyForm {
    /** The maximum number of characters of a number in a string; parsing takes time that grows with their square. */
    private static final int LONGEST = 1_000;
    /** The maximum number of characters of a number that fits a long. */
    private static final int LONG_DIGITS = 18;

    private static final int INT_DIGITS = 9;

    private static final JsonGenerator.Feature QUOTED = JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS.mappedFeature();

    /** Writes the value of those bits. */
    public void write(long bits, JsonGenerator out) throws IOException {
        switch (primitive) {
            case BOOLEAN -> out.writeBoolean(bits != 0);
            case LONG -> writeLong(bits, out);
            case FLOAT -> out.writeNumber(Float.intBitsToFloat((int) bits));
            case DOUBLE -> out.writeNumber(Double.longBitsToDouble(bits));
            default -> out.writeNumber((int) bits);
        }
    }

    /** Writes a number of 64 bits as a string, which is not made. */
    public static void writeLong(long number, JsonGenerator out) throws IOException {
        out.enable(QUOTED).writeNumber(number);
        out.disable(QUOTED);
    }

    /** Reads the bits of a value. */
    public long read(JsonParser in) throws IOException {
        return switch (primitive) {
            case BOOLEAN -> truth(in);
            case FLOAT -> Float.floatToRawIntBits((float) floating(in, true));
            case DOUBLE -> Double.doubleToRawLongBits(floating(in, false));
            default -> primitive.narrow(integer(in));
        };
    }

    private static long truth(JsonParser in) throws IOException {
        if (in.hasToken(JsonToken.VALUE_TRUE)) {
            return 1;
        }
        if (!in.hasToken(JsonToken.VALUE_FALSE)) {
            throw Tokens.unexpected(in, "true or false");
        }
        return 0;
    }

    private long integer(JsonParser in) throws IOException {
        if (in.hasToken(JsonToken.VALUE_NUMBER_INT) && in.getTextLength() <= LONG_DIGITS) {
            return in.getTextLength() <= INT_DIGITS ? in.getIntValue() : in.getLongValue();
        }
        if (in.currentToken() == null || !(in.currentToken().isNumeric() || in.hasToken(JsonToken.VALUE_STRING))) {
            throw Tokens.unexpected(in, "a whole number");
        }
        long number = in instanceof MessageParser parser ? parser.number() : MessageParser.NO_NUMBER;
        return number == MessageParser.NO_NUMBER ? integer(in.getText()) : number;
    }

    private long integer(String text) throws MalformedMessageException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            // may be 1e3, or 1.0
        }
        BigDecimal number = decimal(text);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new MalformedMessageException(
                    Tokens.shown(text) + " (expected: a whole number of " + (primitive == Primitive.LONG ? 64 : 32)
                            + " bits)",
                    e);
        }
    }

    /** Parses a number in decimal digits, which may have an exponent. */
    public static BigDecimal decimal(String text) throws MalformedMessageException {
        try {
            if (text.length() <= LONGEST) {
                return new BigDecimal(text);
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new MalformedMessageException(
                "\"" + Tokens.shown(text) + "\" (expected: a number of at most " + LONGEST + " characters)");
    }

    /** Reads a number, or the text of one. A float is read as one, since a double would be rounded twice. */
    private static double floating(JsonParser in, boolean single) throws IOException {
        double number;
        if (in.currentToken() != null && in.currentToken().isNumeric()) {
            number = single ? in.getFloatValue() : in.getDoubleValue();
        } else {
            String text = Tokens.string(in, "a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
            Double special = special(text);
            if (special != null) {
                return special;
            }
            String canonical = decimal(text).signum() == 0 && text.startsWith("-") ? "-0.0" : text;
            number = single ? Float.parseFloat(canonical) : Double.parseDouble(canonical);
        }
        if (Double.isInfinite(number)) {
            throw new MalformedMessageException(Tokens.shown(in.getText()) + " (expected: a number in the range of "
                    + (single ? "float" : "double") + ")");
        }
        return number;
    }

    private static @Nullable Double special(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        write(primitive.bits(value), out);
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        return primitive.boxed(read(in));
    }

    @Override
    public String name(Object key) throws IOException {
        long bits = primitive.bits(key);
        return primitive == Primitive.BOOLEAN ? Boolean.toString(bits != 0) : Long.toString(bits);
    }

    @Override
    public Object key(String name) throws IOException {
        if (primitive != Primitive.BOOLEAN) {
            return primitive.boxed(primitive.narrow(integer(name)));
        }
        if (!name.equals("true") && !name.equals("false")) {
            throw new MalformedMessageException(
                    "the key \"" + Tokens.shown(name) + "\" (expected: \"true\" or \"false\")");
        }
        return name.equals("true");
    }
}
