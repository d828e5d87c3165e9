package dev.tenstep.rpc.contract;

import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.lang.invoke.MethodType;
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
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Java types that are sent as one value. */
final class ScalarTypes {
    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(boolean.class, Kind.BOOLEAN),
            Map.entry(Boolean.class, Kind.BOOLEAN),
            Map.entry(byte.class, Kind.BYTE),
            Map.entry(Byte.class, Kind.BYTE),
            Map.entry(short.class, Kind.SHORT),
            Map.entry(Short.class, Kind.SHORT),
            Map.entry(char.class, Kind.CHAR),
            Map.entry(Character.class, Kind.CHAR),
            Map.entry(int.class, Kind.INT),
            Map.entry(Integer.class, Kind.INT),
            Map.entry(long.class, Kind.LONG),
            Map.entry(Long.class, Kind.LONG),
            Map.entry(float.class, Kind.FLOAT),
            Map.entry(Float.class, Kind.FLOAT),
            Map.entry(double.class, Kind.DOUBLE),
            Map.entry(Double.class, Kind.DOUBLE),
            Map.entry(String.class, Kind.STRING),
            Map.entry(byte[].class, Kind.BYTES),
            Map.entry(ByteBuffer.class, Kind.BYTE_BUFFER),
            Map.entry(BigDecimal.class, Kind.BIG_DECIMAL),
            Map.entry(BigInteger.class, Kind.BIG_INTEGER),
            Map.entry(Instant.class, Kind.INSTANT),
            Map.entry(Duration.class, Kind.DURATION),
            Map.entry(LocalDate.class, Kind.LOCAL_DATE),
            Map.entry(LocalTime.class, Kind.LOCAL_TIME),
            Map.entry(LocalDateTime.class, Kind.LOCAL_DATE_TIME),
            Map.entry(ZonedDateTime.class, Kind.ZONED_DATE_TIME),
            Map.entry(OffsetDateTime.class, Kind.OFFSET_DATE_TIME),
            Map.entry(OffsetTime.class, Kind.OFFSET_TIME),
            Map.entry(Year.class, Kind.YEAR),
            Map.entry(YearMonth.class, Kind.YEAR_MONTH),
            Map.entry(MonthDay.class, Kind.MONTH_DAY),
            Map.entry(Period.class, Kind.PERIOD),
            Map.entry(ZoneId.class, Kind.ZONE_ID),
            Map.entry(ZoneOffset.class, Kind.ZONE_OFFSET),
            Map.entry(UUID.class, Kind.UUID),
            Map.entry(URI.class, Kind.URI),
            Map.entry(Locale.class, Kind.LOCALE),
            Map.entry(Currency.class, Kind.CURRENCY));

    /** The result of a method that returns nothing. */
    static final ScalarModel NOTHING = new ScalarModel(void.class, Kind.VOID);

    private ScalarTypes() {}

    /** The type that may be null: a primitive's boxed type, or the type itself. */
    static TypeModel boxed(TypeModel type) {
        return type instanceof ScalarModel scalar
                ? new ScalarModel(MethodType.methodType(scalar.rawType()).wrap().returnType(), scalar.kind())
                : type;
    }

    /** The scalar for that class, or null if it is none. */
    static @Nullable ScalarModel find(Class<?> type) {
        Kind kind = KINDS.get(type);
        return kind == null ? null : new ScalarModel(type, kind);
    }
}
