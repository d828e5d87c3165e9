package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.ScalarText;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.UUID;

/** The codec of a value that crosses as its text: the result of {@code toString}, and the input of a parser. */
public record TextCodec(ScalarModel.Kind kind) implements ValueCodec {

    /** The maximum number of digits of a number; converting them takes time that grows with their square. */
    private static final int LONGEST_NUMBER = 10_000;

    @Override
    public int wireType() {
        return WireInput.LENGTH_DELIMITED;
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        return Utf8.write(text(value), out, p);
    }

    /** Returns the text of a value. */
    public static String text(Object value) throws UnwritableValueException {
        boolean tooLong = (value instanceof BigInteger n && n.bitLength() > LONGEST_NUMBER * 4L)
                || (value instanceof BigDecimal d && d.unscaledValue().bitLength() > LONGEST_NUMBER * 4L);
        String text = tooLong ? "" : ScalarText.of(value);
        if (tooLong || (value instanceof Number && text.length() > LONGEST_NUMBER)) {
            throw new UnwritableValueException("a " + value.getClass().getSimpleName() + " of more than "
                    + LONGEST_NUMBER + " characters (expected: 1.." + LONGEST_NUMBER + ")");
        }
        return text;
    }

    @Override
    public Object read(byte[] a, int start, int end, int depth) throws Throwable {
        return parse(Utf8.read(a, start, end));
    }

    /** Parses the text of a value. */
    public Object parse(String text) throws MalformedMessageException {
        return ScalarText.KINDS.contains(kind) ? parseScalar(text) : parseOwn(text);
    }

    private Object parseScalar(String text) throws MalformedMessageException {
        try {
            return ScalarText.parse(kind, text);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(e.getMessage());
        }
    }

    private Object parseOwn(String text) throws MalformedMessageException {
        try {
            return switch (kind) {
                case BIG_INTEGER -> new BigInteger(number(text));
                // google.type.Decimal: the empty string is 0
                case BIG_DECIMAL -> text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(number(text));
                case UUID -> uuid(text);
                case URI -> URI.create(text);
                case LOCAL_DATE_TIME -> LocalDateTime.parse(text);
                case OFFSET_DATE_TIME -> OffsetDateTime.parse(text);
                case ZONED_DATE_TIME -> ZonedDateTime.parse(text);
                default -> throw new IllegalStateException("not a text: " + kind);
            };
        } catch (RuntimeException e) {
            String start = text.length() > 100 ? text.substring(0, 100) + "..." : text;
            throw new MalformedMessageException("the text '" + start + "' (expected: a "
                    + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "): " + e.getMessage());
        }
    }

    private static String number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            throw new NumberFormatException(text.length() + " characters (expected: 1.." + LONGEST_NUMBER + ")");
        }
        return text;
    }

    /** Parses a UUID strictly. Java's parser accepts shorter texts too, and reads other values than they show. */
    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException(text.length() + " characters (expected: 36)");
        }
        return UUID.fromString(text);
    }

    @Override
    public Object absent() throws Throwable {
        return parse("");
    }
}
