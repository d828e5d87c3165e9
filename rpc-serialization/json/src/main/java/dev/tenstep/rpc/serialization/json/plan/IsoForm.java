package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The usual forms of dates and times, digit by digit: {@code yyyy-MM-dd}, {@code yyyy-MM-ddTHH:mm:ss} with up to nine
 * digits of a fraction, and the same with a Z. Ten times as fast as a formatter, which handles everything else: years
 * before 0 or after 9999, and other forms when reading.
 */
public interface IsoForm<T> {
    /** The length of the longest form: {@code 2024-05-06T07:08:09.123456789Z}. */
    int MAX_CHARS = 30;

    /** The beginning of year 0, in seconds since 1970. */
    long YEAR_0 = -62_167_219_200L;

    /** The beginning of year 10000, in seconds since 1970. */
    long YEAR_10000 = 253_402_300_800L;

    IsoForm<LocalDate> DATE = new IsoForm<>() {
        @Override
        public int write(LocalDate value, char[] to) {
            return plain(value.getYear()) ? IsoDigits.write(value, to) : 0;
        }

        @Override
        public @Nullable LocalDate read(char[] text, int at, int length) {
            return length == IsoDigits.DATE_CHARS ? IsoDigits.date(text, at) : null;
        }
    };

    IsoForm<LocalDateTime> DATE_TIME = new IsoForm<>() {
        @Override
        public int write(LocalDateTime value, char[] to) {
            return plain(value.getYear()) ? IsoDigits.write(value, to, 1) : 0;
        }

        @Override
        public @Nullable LocalDateTime read(char[] text, int at, int length) {
            return IsoDigits.dateTime(text, at, length);
        }
    };

    IsoForm<Instant> INSTANT = new IsoForm<>() {
        @Override
        public int write(Instant value, char[] to) {
            long seconds = value.getEpochSecond();
            if (seconds < YEAR_0 || seconds >= YEAR_10000) {
                return 0;
            }
            LocalDateTime utc = LocalDateTime.ofEpochSecond(seconds, value.getNano(), ZoneOffset.UTC);
            int length = IsoDigits.write(utc, to, 3);
            to[length] = 'Z';
            return length + 1;
        }

        @Override
        public @Nullable Instant read(char[] text, int at, int length) {
            boolean utc = length > 0 && text[at + length - 1] == 'Z';
            LocalDateTime time = utc ? IsoDigits.dateTime(text, at, length - 1) : null;
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        }
    };

    /**
     * Writes to the beginning of an array of {@link #MAX_CHARS}. Returns the length, or 0 if the value does not fit
     * the form.
     */
    int write(T value, char[] to);

    /** Reads a text. Returns null if it is in another form or out of range. */
    @Nullable
    T read(char[] text, int at, int length);

    /** Returns whether this form applies to a property with that format. */
    static boolean wanted(JsonFormat.@Nullable Value format) {
        return format == null || !(format.hasPattern() || format.hasShape() || format.hasTimeZone());
    }

    private static boolean plain(int year) {
        return year >= 0 && year <= 9999;
    }
}
