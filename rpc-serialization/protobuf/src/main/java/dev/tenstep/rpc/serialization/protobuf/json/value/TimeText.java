package dev.tenstep.rpc.serialization.protobuf.json.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The texts of google.protobuf.Timestamp and Duration as ASCII: {@code 2026-01-02T03:04:05.006Z} and {@code -1.500s}, with 0, 3, 6
 * or 9 digits of a second.
 */
final class TimeText {
    /** The maximum number of bytes of a text, and some more. */
    static final int MOST = 40;

    private static final int SECOND = 1_000_000_000;
    private static final int NANO_DIGITS = 9;
    /** The number of characters before the fraction of a time. */
    private static final int WHOLE = 19;
    /** The number of characters of an offset other than {@code Z}. */
    private static final int OFFSET = 6;
    /** The maximum number of digits of seconds that always fit a long. */
    private static final int SECOND_DIGITS = 18;

    private TimeText() {}

    /** Writes an instant of the years 0 to 9999, and returns the number of bytes. */
    static int write(Instant value, byte[] to) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(value.getEpochSecond(), 0, ZoneOffset.UTC);
        two(time.getYear() / 100, to, 0);
        two(time.getYear() % 100, to, 2);
        to[4] = '-';
        two(time.getMonthValue(), to, 5);
        to[7] = '-';
        two(time.getDayOfMonth(), to, 8);
        to[10] = 'T';
        two(time.getHour(), to, 11);
        to[13] = ':';
        two(time.getMinute(), to, 14);
        to[16] = ':';
        two(time.getSecond(), to, 17);
        int end = fraction(value.getNano(), to, WHOLE);
        to[end] = 'Z';
        return end + 1;
    }

    /** Writes a duration whose seconds have less than 19 digits, and returns the number of bytes. */
    static int write(Duration value, byte[] to) {
        boolean borrow = value.getSeconds() < 0 && value.getNano() > 0;
        long seconds = Math.abs(borrow ? value.getSeconds() + 1 : value.getSeconds());
        int start = 0;
        if (value.isNegative()) {
            to[start++] = '-';
        }
        int digits = 1;
        for (long rest = seconds / 10; rest > 0; rest /= 10) {
            digits++;
        }
        number(seconds, to, start, digits);
        int end = fraction(borrow ? SECOND - value.getNano() : value.getNano(), to, start + digits);
        to[end] = 's';
        return end + 1;
    }

    private static void two(int number, byte[] to, int at) {
        to[at] = (byte) ('0' + number / 10);
        to[at + 1] = (byte) ('0' + number % 10);
    }

    private static void number(long number, byte[] to, int at, int digits) {
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            to[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int fraction(int nanos, byte[] to, int at) {
        if (nanos == 0) {
            return at;
        }
        to[at] = '.';
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : NANO_DIGITS;
        number(nanos / (digits == 3 ? 1_000_000 : digits == 6 ? 1_000 : 1), to, at + 1, digits);
        return at + 1 + digits;
    }

    /** Parses a time by RFC 3339 with capital letters; null for any other text. */
    static @Nullable Instant instant(char[] text, int at, int length) {
        int offset = length > 0 && text[at + length - 1] == 'Z' ? 1 : OFFSET;
        if (length < WHOLE + offset || !hasMarks(text, at)) {
            return null;
        }
        long year = number(text, at, 4);
        long month = number(text, at + 5, 2);
        long day = number(text, at + 8, 2);
        long hour = number(text, at + 11, 2);
        long minute = number(text, at + 14, 2);
        long second = number(text, at + 17, 2);
        long nanos = nanos(text, at + WHOLE, length - offset - WHOLE);
        if ((year | month | day | hour | minute | second | nanos) < 0) {
            return null;
        }
        try {
            Instant local = LocalDateTime.of(
                            (int) year, (int) month, (int) day, (int) hour, (int) minute, (int) second, (int) nanos)
                    .toInstant(ZoneOffset.UTC);
            return offset == 1 ? local : minus(local, text, at + length - OFFSET);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Subtracts an offset like {@code +01:00}. */
    private static @Nullable Instant minus(Instant local, char[] text, int at) {
        long hours = number(text, at + 1, 2);
        long minutes = number(text, at + 4, 2);
        boolean isSigned = text[at] == '+' || text[at] == '-';
        if (!isSigned || text[at + 3] != ':' || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return null;
        }
        long seconds = (hours * 60 + minutes) * 60;
        return local.minusSeconds(text[at] == '+' ? seconds : -seconds);
    }

    private static boolean hasMarks(char[] text, int at) {
        return text[at + 4] == '-'
                && text[at + 7] == '-'
                && text[at + 10] == 'T'
                && text[at + 13] == ':'
                && text[at + 16] == ':';
    }

    /** Parses a duration; null for a malformed text, or one of more than 18 digits of whole seconds. */
    static @Nullable Duration duration(char[] text, int at, int length) {
        boolean negative = length > 0 && text[at] == '-';
        int start = negative ? at + 1 : at;
        int end = at + length - 1;
        if (end <= start || text[end] != 's') {
            return null;
        }
        int point = start;
        while (point < end && text[point] != '.') {
            point++;
        }
        long seconds = point > start && point - start <= SECOND_DIGITS ? number(text, start, point - start) : -1;
        long nanos = nanos(text, point, end - point);
        return (seconds | nanos) < 0
                ? null
                : Duration.ofSeconds(negative ? -seconds : seconds, negative ? -nanos : nanos);
    }

    /** Parses a fraction with its point, 0 for an empty one; negative if it is malformed. */
    private static long nanos(char[] text, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (length == 1 || length > NANO_DIGITS + 1 || text[at] != '.') {
            return -1;
        }
        long nanos = number(text, at + 1, length - 1);
        for (int i = length - 1; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Parses at most 18 digits; negative if they are malformed. */
    private static long number(char[] text, int at, int digits) {
        long number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
