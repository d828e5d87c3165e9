package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The forms of google.protobuf.Timestamp and Duration: {@code "2026-01-02T03:04:05.006Z"} and {@code "-1.500s"}, with 0, 3, 6 or 9
 * digits of a second. What is out of the range of those is refused, since JSON has no form for it: a year before 1 or after 9999, and
 * 10,000 years or more.
 */
public enum TimeForm implements ValueForm {
    /** An {@link Instant}. */
    INSTANT {
        @Override
        boolean isInRange(Object value) {
            long seconds = ((Instant) value).getEpochSecond();
            return seconds >= FIRST && seconds <= LAST;
        }

        @Override
        int write(Object value, byte[] to) {
            return TimeText.write((Instant) value, to);
        }

        @Override
        @Nullable
        Object parse(char[] text, int at, int length) {
            return TimeText.instant(text, at, length);
        }
    },
    /** A {@link Duration}. */
    DURATION {
        @Override
        boolean isInRange(Object value) {
            Duration duration = (Duration) value;
            long seconds = duration.getSeconds();
            return seconds >= -LONGEST ? seconds <= LONGEST : seconds == -LONGEST - 1 && duration.getNano() > 0;
        }

        @Override
        int write(Object value, byte[] to) {
            return TimeText.write((Duration) value, to);
        }

        @Override
        @Nullable
        Object parse(char[] text, int at, int length) {
            return TimeText.duration(text, at, length);
        }
    };

    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    /** The maximum number of seconds of a duration: 10,000 years, and the nanoseconds are not counted. */
    private static final long LONGEST = 315_576_000_000L;

    abstract boolean isInRange(Object value);

    abstract int write(Object value, byte[] to);

    /** Parses a text; returns null if it is malformed. */
    abstract @Nullable Object parse(char[] text, int at, int length);

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws IOException {
        if (!isInRange(value)) {
            throw new UnwritableValueException(value + " (expected: " + expected() + ")");
        }
        byte[] text = new byte[TimeText.MOST];
        out.writeRawUTF8String(text, 0, write(value, text));
    }

    @Override
    public Object read(JsonParser in, int depth) throws IOException {
        Tokens.checkString(in, "a string");
        Object value = parse(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
        if (value == null || !isInRange(value)) {
            throw new MalformedMessageException(
                    "\"" + Tokens.shown(in.getText()) + "\" (expected: " + expected() + ")");
        }
        return value;
    }

    private String expected() {
        return this == INSTANT
                ? "a time like \"2026-01-02T03:04:05.006Z\", of the years 1 to 9999"
                : "seconds like \"1.500s\", -" + LONGEST + ".." + LONGEST + " with at most 9 digits of one";
    }
}
