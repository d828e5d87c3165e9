package dev.tenstep.rpc.serialization.json.plan;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** The digits of {@link IsoForm}. */
final class IsoDigits {
    static final int DATE_CHARS = 10;
    private static final int TIME_CHARS = 19;
    private static final int NANO_DIGITS = 9;
    private static final int BAD = -1_000_000;
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private IsoDigits() {}

    static int write(LocalDate date, char[] to) {
        two(to, 0, date.getYear() / 100);
        two(to, 2, date.getYear() % 100);
        to[4] = '-';
        two(to, 5, date.getMonthValue());
        to[7] = '-';
        two(to, 8, date.getDayOfMonth());
        return DATE_CHARS;
    }

    /** Writes the fraction, if there is one, with as many digits as it needs, rounded up to a multiple. */
    static int write(LocalDateTime time, char[] to, int multiple) {
        write(time.toLocalDate(), to);
        to[10] = 'T';
        two(to, 11, time.getHour());
        to[13] = ':';
        two(to, 14, time.getMinute());
        to[16] = ':';
        two(to, 17, time.getSecond());
        return time.getNano() == 0 ? TIME_CHARS : fraction(time.getNano(), to, multiple);
    }

    private static int fraction(int nano, char[] to, int multiple) {
        int digits = NANO_DIGITS;
        int rest = nano;
        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        for (; digits % multiple != 0; digits++) {
            rest *= 10;
        }
        to[TIME_CHARS] = '.';
        for (int i = digits; i > 0; i--) {
            to[TIME_CHARS + i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        return TIME_CHARS + 1 + digits;
    }

    private static void two(char[] to, int at, int number) {
        to[at] = (char) ('0' + number / 10);
        to[at + 1] = (char) ('0' + number % 10);
    }

    static @Nullable LocalDate date(char[] text, int at) {
        int year = two(text, at) * 100 + two(text, at + 2);
        int month = two(text, at + 5);
        int day = two(text, at + 8);
        boolean good = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
        if (!good || text[at + 4] != '-' || text[at + 7] != '-' || (month == 2 && day == 29)) {
            return null; // a formatter decides whether there is a 29th of February
        }
        return LocalDate.of(year, month, day);
    }

    static @Nullable LocalDateTime dateTime(char[] text, int at, int length) {
        if (length < TIME_CHARS || text[at + 10] != 'T' || text[at + 13] != ':' || text[at + 16] != ':') {
            return null;
        }
        LocalDate date = date(text, at);
        int hour = two(text, at + 11);
        int minute = two(text, at + 14);
        int second = two(text, at + 17);
        int nano = nano(text, at + TIME_CHARS, length - TIME_CHARS);
        boolean good = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && nano >= 0;
        return date == null || !good ? null : LocalDateTime.of(date, LocalTime.of(hour, minute, second, nano));
    }

    /** Parses the nanoseconds of a fraction with its point, 0 for an empty one; negative if malformed. */
    private static int nano(char[] text, int at, int length) {
        if (length == 0) {
            return 0;
        }
        if (length == 1 || length > NANO_DIGITS + 1 || text[at] != '.') {
            return BAD;
        }
        int nano = 0;
        for (int i = 1; i <= NANO_DIGITS; i++) {
            int digit = i < length ? text[at + i] - '0' : 0;
            if (digit < 0 || digit > 9) {
                return BAD;
            }
            nano = nano * 10 + digit;
        }
        return nano;
    }

    /**
     * Parses two digits. The result is negative if they are malformed, even after multiplying by a hundred and more.
     */
    private static int two(char[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? BAD : tens * 10 + ones;
    }
}
