package dev.tenstep.rpc.benchmarks.jmh.byhand;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Timestamp, Duration and Date: messages of two or three numbers, whose length always takes one byte. */
final class Times {
    private static final int NANOS_OF_SECOND = 1_000_000_000;
    private static final int TAG_1 = 1 << 3;
    private static final int TAG_2 = 2 << 3;
    private static final int TAG_3 = 3 << 3;

    private Times() {}

    static int write(int tag, @Nullable Instant value, byte[] a, int p) {
        return value == null ? p : write(tag, value.getEpochSecond(), value.getNano(), 0, a, p);
    }

    /** Writes both parts with the same sign, as protobuf wants them. Java's nanoseconds are never negative. */
    static int write(int tag, @Nullable Duration value, byte[] a, int p) {
        if (value == null) {
            return p;
        }
        long seconds = value.getSeconds();
        int nanos = value.getNano();
        return seconds < 0 && nanos > 0
                ? write(tag, seconds + 1, nanos - NANOS_OF_SECOND, 0, a, p)
                : write(tag, seconds, nanos, 0, a, p);
    }

    static int write(int tag, @Nullable LocalDate value, byte[] a, int p) {
        return value == null ? p : write(tag, value.getYear(), value.getMonthValue(), value.getDayOfMonth(), a, p);
    }

    private static int write(int tag, long first, int second, int third, byte[] a, int start) {
        a[start] = (byte) tag;
        int p = start + 2;
        if (first != 0) {
            a[p] = TAG_1;
            p = Writing.varint(a, p + 1, first);
        }
        if (second != 0) {
            a[p] = TAG_2;
            p = Writing.varint(a, p + 1, second);
        }
        if (third != 0) {
            a[p] = TAG_3;
            p = Writing.varint(a, p + 1, third);
        }
        a[start + 1] = (byte) (p - start - 2);
        return p;
    }

    static Instant instant(byte[] a, long span) throws IOException {
        int p = Reading.start(span);
        int end = Reading.end(span);
        long seconds = 0;
        long nanos = 0;
        if (p < end && a[p] == TAG_1) {
            int stop = Reading.stop(a, p + 1, end);
            seconds = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == TAG_2) {
            int stop = Reading.stop(a, p + 1, end);
            nanos = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end) {
            long[] parts = rest(a, p, end, seconds, nanos, 0);
            return timestamp(parts[0], parts[1]);
        }
        return timestamp(seconds, nanos);
    }

    private static Instant timestamp(long seconds, long nanos) throws IOException {
        if (nanos < 0 || nanos >= NANOS_OF_SECOND) {
            throw new IOException("nanos: " + nanos + " of a Timestamp (expected: 0..999999999)");
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            throw new IOException("seconds: " + seconds + " of a Timestamp (expected: an Instant's)", e);
        }
    }

    static Duration duration(byte[] a, long span) throws IOException {
        int p = Reading.start(span);
        int end = Reading.end(span);
        long seconds = 0;
        long nanos = 0;
        if (p < end && a[p] == TAG_1) {
            int stop = Reading.stop(a, p + 1, end);
            seconds = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == TAG_2) {
            int stop = Reading.stop(a, p + 1, end);
            nanos = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end) {
            long[] parts = rest(a, p, end, seconds, nanos, 0);
            return duration(parts[0], parts[1]);
        }
        return duration(seconds, nanos);
    }

    private static Duration duration(long seconds, long nanos) throws IOException {
        boolean signsDiffer = (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0);
        if (nanos <= -NANOS_OF_SECOND
                || nanos >= NANOS_OF_SECOND
                || signsDiffer
                || (seconds == Long.MIN_VALUE && nanos < 0)) {
            throw new IOException("seconds: " + seconds + ", nanos: " + nanos
                    + " of a Duration (expected: -999999999..999999999 nanos of the same sign)");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    static LocalDate date(byte[] a, long span) throws IOException {
        int p = Reading.start(span);
        int end = Reading.end(span);
        long year = 0;
        long month = 0;
        long day = 0;
        if (p < end && a[p] == TAG_1) {
            int stop = Reading.stop(a, p + 1, end);
            year = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == TAG_2) {
            int stop = Reading.stop(a, p + 1, end);
            month = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end && a[p] == TAG_3) {
            int stop = Reading.stop(a, p + 1, end);
            day = Reading.varint(a, p + 1, stop);
            p = stop;
        }
        if (p < end) {
            long[] parts = rest(a, p, end, year, month, day);
            return date(parts[0], parts[1], parts[2]);
        }
        return date(year, month, day);
    }

    private static LocalDate date(long year, long month, long day) throws IOException {
        try {
            return LocalDate.of(Reading.toInt(year), Reading.toInt(month), Reading.toInt(day));
        } catch (DateTimeException e) {
            throw new IOException(
                    "year: " + year + ", month: " + month + ", day: " + day + " of a Date (expected: a whole date)", e);
        }
    }

    private static long[] rest(byte[] a, int p, int end, long first, long second, long third) throws IOException {
        Fields in = new Fields(a, p, end, 1);
        long[] parts = {first, second, third};
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            switch (tag) {
                case TAG_1 -> parts[0] = in.varint();
                case TAG_2 -> parts[1] = in.varint();
                case TAG_3 -> parts[2] = in.varint();
                default -> in.skip(tag);
            }
        }
        return parts;
    }
}
