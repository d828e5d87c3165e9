package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forms of google.protobuf.Timestamp and Duration: {@code "2026-01-02T03:04:05.006Z"} and {@code "-1.500s"}, with 0, 3, 6 or 9
 * digits of a second. Instants before the year 1 and after 9999, which protobuf's own libraries refuse, are written all the same.
 */
enum TimeForm implements ValueForm {
    INSTANT {
        @Override
        String text(Object value) {
            return value.toString();
        }

        @Override
        Object parse(String text) throws MalformedMessageException {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new MalformedMessageException(
                        "\"" + Tokens.shown(text) + "\" (expected: a time like \"2026-01-02T03:04:05.006Z\")", e);
            }
        }
    },
    DURATION {
        @Override
        String text(Object value) {
            Duration duration = (Duration) value;
            boolean borrow = duration.getSeconds() < 0 && duration.getNano() > 0;
            long seconds = borrow ? duration.getSeconds() + 1 : duration.getSeconds();
            int nanos = borrow ? SECOND - duration.getNano() : duration.getNano();
            String whole = (borrow && seconds == 0 ? "-" : "") + seconds;
            if (nanos == 0) {
                return whole + "s";
            }
            String fraction = String.format(Locale.ROOT, "%09d", nanos);
            int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
            return whole + "." + fraction.substring(0, digits) + "s";
        }

        @Override
        Object parse(String text) throws MalformedMessageException {
            Matcher parts = SECONDS.matcher(text);
            if (parts.matches()) {
                try {
                    long seconds = Long.parseLong(parts.group(1) + parts.group(2));
                    String fraction = parts.group(3) == null ? "" : parts.group(3);
                    int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
                    return Duration.ofSeconds(seconds, parts.group(1).isEmpty() ? nanos : -nanos);
                } catch (NumberFormatException | ArithmeticException e) {
                    // refused below
                }
            }
            throw new MalformedMessageException(
                    "\"" + Tokens.shown(text) + "\" (expected: seconds like \"1.500s\", at most 9 digits of one)");
        }
    };

    private static final int SECOND = 1_000_000_000;
    private static final Pattern SECONDS = Pattern.compile("(-?)([0-9]{1,19})(?:\\.([0-9]{1,9}))?s");

    abstract String text(Object value);

    abstract Object parse(String text) throws MalformedMessageException;

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        out.writeString(text(value));
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        return parse(Tokens.string(in, "a string"));
    }
}
