package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.Sample.same;

import dev.tenstep.rpc.testkit.SampleTypes.Color;
import dev.tenstep.rpc.testkit.SampleTypes.Level;
import dev.tenstep.rpc.testkit.SampleTypes.Operation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Scalar values: the usual ones, the extreme ones and null. */
final class ScalarSamples {
    private static final String WORDS =
            "Größe, 世界, \uD83D\uDE00, \u0000, \u2028, \"\\/\b\f\n\r\t\u007f\u0080\u07ff\u0800\uffff";

    private ScalarSamples() {}

    static List<Sample> all() {
        List<Sample> all = new ArrayList<>(primitives());
        all.addAll(boxed());
        all.addAll(texts());
        all.addAll(numbers());
        all.addAll(times());
        all.addAll(dates());
        all.addAll(calendar());
        all.addAll(places());
        all.addAll(enums());
        return all;
    }

    private static List<Sample> primitives() {
        List<Sample> all = new ArrayList<>(same("booleans", true, false));
        all.addAll(same("bytes", (byte) 0, (byte) -1, Byte.MIN_VALUE, Byte.MAX_VALUE));
        all.addAll(same("shorts", (short) 0, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE));
        all.addAll(same("chars", 'a', '\u0000', '"', '€', '\uffff'));
        all.addAll(same("ints", 0, 1, -1, 127, 128, 16384, Integer.MIN_VALUE, Integer.MAX_VALUE));
        all.addAll(same("longs", 0L, -1L, 1L << 53 | 1, Long.MIN_VALUE, Long.MAX_VALUE));
        all.addAll(same("floats", 0f, -0f, 0.1f, 16777216f, Float.MIN_VALUE, Float.MAX_VALUE, Float.MIN_NORMAL));
        all.addAll(same("floats", Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
        all.addAll(same("doubles", 0d, -0d, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL));
        all.addAll(same("doubles", Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        return all;
    }

    private static List<Sample> boxed() {
        List<Sample> all = new ArrayList<>(same("boxedBoolean", true, false, null));
        all.addAll(same("boxedByte", (byte) 0, Byte.MIN_VALUE, null));
        all.addAll(same("boxedShort", (short) 0, Short.MIN_VALUE, null));
        all.addAll(same("boxedChar", 'a', '\u0000', null));
        all.addAll(same("boxedInt", 0, Integer.MIN_VALUE, null));
        all.addAll(same("boxedLong", 0L, Long.MIN_VALUE, null));
        all.addAll(same("boxedFloat", 0f, -0f, Float.NaN, null));
        all.addAll(same("boxedDouble", 0d, -0d, Double.NEGATIVE_INFINITY, null));
        return all;
    }

    private static List<Sample> texts() {
        List<Sample> all = new ArrayList<>(same("string", "", "hello", WORDS, "x".repeat(70_000), null));
        all.addAll(same("string", WORDS.repeat(1000), "a".repeat(127), "é".repeat(64), "null", "[]"));
        all.addAll(same("binary", new byte[0], new byte[] {0, -1, 127, -128}, new byte[70_000], null));
        all.addAll(same("buffer", ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {9, 0, -1, 9}, 1, 2), null));
        all.addAll(same("uuid", new UUID(0, 0), new UUID(-1, Long.MIN_VALUE), new UUID(1L << 60, 7), null));
        all.addAll(same(
                "uri", URI.create(""), URI.create("http://a.example/b?c=d%20e#f"), URI.create("mailto:x@y"), null));
        return all;
    }

    private static List<Sample> numbers() {
        List<Sample> all = new ArrayList<>();
        for (String text :
                List.of("0", "0.00", "1.10", "-1", "1E+3", "1E-3", "9007199254740993.1", "1E+1000000", "1E-99")) {
            all.addAll(same("decimal", new BigDecimal(text)));
        }
        all.addAll(same(
                "decimal", new BigDecimal(BigInteger.TEN.pow(300), 150).add(BigDecimal.ONE.scaleByPowerOfTen(-150))));
        all.addAll(same("decimal", new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE), null));
        all.addAll(same("bigInteger", BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.ONE.shiftLeft(64), null));
        all.addAll(same(
                "bigInteger", BigInteger.TEN.pow(900), BigInteger.TEN.pow(900).negate()));
        return all;
    }

    private static List<Sample> times() {
        List<Sample> all =
                new ArrayList<>(same("instant", Instant.EPOCH, Instant.ofEpochSecond(-1, 999_999_999), null));
        all.addAll(same(
                "instant", Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999999Z")));
        all.addAll(same(
                "duration", Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(-1), Duration.ofMillis(-1500), null));
        all.addAll(same("duration", Duration.ofDays(3_652_500), Duration.ofSeconds(-61, 5), Duration.ofHours(25)));
        all.addAll(same(
                "localTime", LocalTime.MIN, LocalTime.MAX, LocalTime.of(23, 59), LocalTime.of(1, 2, 3, 4_000), null));
        all.addAll(same(
                "offsetDateTime",
                OffsetDateTime.of(LocalDateTime.of(2024, 2, 29, 0, 0), ZoneOffset.ofHours(-9)),
                null));
        all.addAll(same("offsetDateTime", OffsetDateTime.of(LocalDateTime.of(1, 1, 1, 1, 1, 1, 1), ZoneOffset.UTC)));
        LocalDateTime twice = LocalDateTime.of(2024, 10, 27, 2, 30); // occurs twice that day: the offset tells which
        ZoneId zone = ZoneId.of("Europe/Berlin");
        all.addAll(same("zonedDateTime", ZonedDateTime.ofLocal(twice, zone, ZoneOffset.ofHours(1)), null));
        all.addAll(same("zonedDateTime", ZonedDateTime.ofLocal(twice, zone, ZoneOffset.ofHours(2))));
        all.addAll(same(
                "zonedDateTime", ZonedDateTime.of(twice, ZoneId.of("UTC")), ZonedDateTime.of(twice, ZoneOffset.UTC)));
        return all;
    }

    private static List<Sample> dates() {
        List<Sample> all = new ArrayList<>(
                same("localDate", LocalDate.EPOCH, LocalDate.of(1, 1, 1), LocalDate.of(2024, 2, 29), null));
        all.addAll(same("localDate", LocalDate.of(9999, 12, 31)));
        all.addAll(same(
                "localDateTime", LocalDateTime.of(2024, 2, 29, 0, 0), LocalDateTime.of(1, 1, 1, 23, 59, 59, 1), null));
        all.addAll(same("localDateTime", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999)));
        all.addAll(same(
                "localDateTime",
                LocalDateTime.of(2024, 5, 6, 7, 8, 9),
                LocalDateTime.of(2024, 5, 6, 7, 8, 9, 120_000_000)));
        return all;
    }

    private static List<Sample> calendar() {
        List<Sample> all = new ArrayList<>(same("offsetTime", OffsetTime.MIN, OffsetTime.MAX, null));
        all.addAll(same("offsetTime", OffsetTime.of(1, 2, 0, 0, ZoneOffset.UTC)));
        all.addAll(same("year", Year.of(2024), Year.of(7), Year.of(0), Year.of(-44), Year.of(12_345), null));
        all.addAll(same("year", Year.of(Year.MIN_VALUE), Year.of(Year.MAX_VALUE)));
        all.addAll(same("yearMonth", YearMonth.of(2024, 2), YearMonth.of(7, 12), YearMonth.of(-44, 3), null));
        all.addAll(same("yearMonth", YearMonth.of(12_345, 1), YearMonth.of(Year.MIN_VALUE, 1)));
        all.addAll(same("monthDay", MonthDay.of(2, 29), MonthDay.of(12, 31), null));
        all.addAll(same("period", Period.ZERO, Period.of(1, -2, 3), Period.ofDays(Integer.MIN_VALUE), null));
        return all;
    }

    private static List<Sample> places() {
        List<Sample> all = new ArrayList<>(same("zoneId", ZoneId.of("Europe/Berlin"), ZoneId.of("UTC"), null));
        all.addAll(same("zoneId", ZoneOffset.UTC, ZoneOffset.ofHours(-9), ZoneId.of("GMT+02:00")));
        all.addAll(same("zoneOffset", ZoneOffset.UTC, ZoneOffset.MAX, ZoneOffset.ofTotalSeconds(-3_601), null));
        all.addAll(same("locale", Locale.ROOT, Locale.GERMAN, Locale.US, Locale.SIMPLIFIED_CHINESE, null));
        all.addAll(
                same("locale", Locale.forLanguageTag("zh-Hant-HK"), Locale.forLanguageTag("de-CH-1996-u-co-phonebk")));
        all.addAll(same("locale", new Locale("ja", "JP", "JP"), Locale.forLanguageTag("x-own"), new Locale("he")));
        all.addAll(same("currency", Currency.getInstance("EUR"), Currency.getInstance("XAU"), null));
        return all;
    }

    private static List<Sample> enums() {
        List<Sample> all = new ArrayList<>(same("level", (Object[]) Level.values()));
        all.addAll(same("level", (Object) null));
        all.addAll(same("operation", Operation.PLUS, Operation.MINUS, null));
        all.addAll(same("color", Color.RED, Color.OTHER, null));
        return all;
    }
}
