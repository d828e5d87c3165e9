package dev.tenstep.rpc.contract;

import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;

import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.util.Currency;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Set;

/**
 * The texts of the scalars that every serializer carries as text: {@code 2024-05} for a YearMonth, {@code de-CH} for a
 * Locale. A written value reads as an equal one, or is refused when it is written.
 */
public final class ScalarText {
    /** The kinds that have such a text. */
    public static final Set<Kind> KINDS = Set.copyOf(EnumSet.of(
            Kind.OFFSET_TIME,
            Kind.YEAR,
            Kind.YEAR_MONTH,
            Kind.MONTH_DAY,
            Kind.PERIOD,
            Kind.ZONE_ID,
            Kind.ZONE_OFFSET,
            Kind.LOCALE,
            Kind.CURRENCY));

    private static final DateTimeFormatter YEARS = years().toFormatter(Locale.ROOT);
    private static final DateTimeFormatter MONTHS =
            years().appendLiteral('-').appendValue(MONTH_OF_YEAR, 2).toFormatter(Locale.ROOT);

    private ScalarText() {}

    /**
     * The format of years that Java's own {@code parse} accepts, which is not what {@code toString} gives before 1000
     * and after 9999.
     */
    private static DateTimeFormatterBuilder years() {
        return new DateTimeFormatterBuilder().appendValue(YEAR, 4, 10, SignStyle.EXCEEDS_PAD);
    }

    /**
     * Formats a value as text.
     *
     * @throws IllegalArgumentException if it has none, with the reason: a locale that is not a language tag
     */
    public static String of(Object value) {
        if (value instanceof Year year) {
            return YEARS.format(year);
        }
        if (value instanceof YearMonth month) {
            return MONTHS.format(month);
        }
        return value instanceof Locale locale ? tag(locale) : value.toString();
    }

    private static String tag(Locale locale) {
        String tag = locale.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(locale)) {
            throw new IllegalArgumentException("the locale '" + locale + "', which is not a language tag (expected: one"
                    + " of BCP 47, such as " + tag + ")");
        }
        return tag;
    }

    /**
     * Parses the text of a value.
     *
     * @throws IllegalArgumentException if it is not a value of that kind, with the reason
     */
    public static Object parse(Kind kind, String text) {
        try {
            return switch (kind) {
                case OFFSET_TIME -> OffsetTime.parse(text);
                case YEAR -> Year.parse(text, YEARS);
                case YEAR_MONTH -> YearMonth.parse(text, MONTHS);
                case MONTH_DAY -> MonthDay.parse(text);
                case PERIOD -> Period.parse(text);
                case ZONE_ID -> ZoneId.of(text);
                case ZONE_OFFSET -> ZoneOffset.of(text);
                case LOCALE -> new Locale.Builder().setLanguageTag(text).build();
                case CURRENCY -> Currency.getInstance(text);
                default -> throw new IllegalStateException("no text for " + kind);
            };
        } catch (DateTimeException | IllegalArgumentException | IllformedLocaleException e) {
            String start = text.length() > 100 ? text.substring(0, 100) + "..." : text;
            throw new IllegalArgumentException(
                    "the text '" + start + "' (expected: a "
                            + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")",
                    e);
        }
    }
}
