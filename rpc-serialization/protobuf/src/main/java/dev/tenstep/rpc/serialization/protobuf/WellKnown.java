package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java types that are messages of google.protobuf and google.type: Timestamp, Duration, Date, TimeOfDay and Decimal.
 * Each is planned like an object whose getters and constructor are the static methods below.
 */
@SuppressWarnings({"UnusedMethod", "JavaInstantGetSecondsGetNano", "JavaLocalTimeGetNano"}) // methods are found by name
public final class WellKnown {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final int SECOND = 1_000_000_000;

    private WellKnown() {}

    /** Returns the codec for a scalar kind that is a message. */
    static MessageCodec of(ScalarModel.Kind kind, ObjectCodecs objects) {
        return switch (kind) {
            case INSTANT -> codec(objects, plan("Timestamp", Instant.class, "seconds", "nanos"));
            case DURATION -> codec(objects, plan("Duration", Duration.class, "seconds", "nanos"));
            case LOCAL_DATE -> codec(objects, date());
            case LOCAL_TIME -> codec(objects, timeOfDay());
            case BIG_DECIMAL -> decimal(objects);
            default -> throw new IllegalArgumentException(kind + " is not a message");
        };
    }

    /** Returns the ways to read and make a date, whose members are numbers: the year, the month and the day. */
    public static ObjectPlan date() {
        return plan("Date", LocalDate.class, "year", "month", "day");
    }

    /** Returns the ways to read and make a time of day, whose members are numbers: hours to nanoseconds. */
    public static ObjectPlan timeOfDay() {
        return plan("TimeOfDay", LocalTime.class, "hour", "minute", "second", "nanos");
    }

    private static MessageCodec codec(ObjectCodecs objects, ObjectPlan plan) {
        List<FieldCodec> fields = new ArrayList<>();
        for (int i = 0; i < plan.members().size(); i++) {
            NumberCodec number = new NumberCodec(Primitive.LONG, NumberCodec.PLAIN);
            fields.add(new NumberField((i + 1) << 3 | number.wireType(), number));
        }
        return objects.codec(plan, fields);
    }

    private static ObjectPlan plan(String name, Class<?> type, String... getters) {
        List<ObjectPlan.Member> members = new ArrayList<>();
        Class<?>[] longs = new Class<?>[getters.length];
        for (int i = 0; i < getters.length; i++) {
            MethodHandle getter = find(getters[i], MethodType.methodType(long.class, type));
            members.add(ObjectPlan.Member.of(getter, null));
            longs[i] = long.class;
        }
        String maker = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        MethodHandle constructor = find(maker, MethodType.methodType(Object.class, longs));
        return ObjectPlan.of(name, members, false, constructor);
    }

    private static MessageCodec decimal(ObjectCodecs objects) {
        MethodHandle identity = MethodHandles.identity(Object.class);
        TextCodec text = new TextCodec(ScalarModel.Kind.BIG_DECIMAL);
        FieldCodec value = new ValueField(1 << 3 | text.wireType(), text, null);
        MethodHandle maker = find("decimal", MethodType.methodType(Object.class, Object.class));
        List<ObjectPlan.Member> members = List.of(ObjectPlan.Member.of(identity, null));
        return objects.codec(ObjectPlan.of("Decimal", members, false, maker), List.of(value));
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return LOOKUP.findStatic(WellKnown.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long seconds(Instant value) {
        return value.getEpochSecond();
    }

    private static long nanos(Instant value) {
        return value.getNano();
    }

    private static Object timestamp(long seconds, long nanos) throws MalformedMessageException {
        if (nanos < 0 || nanos >= SECOND) {
            throw new MalformedMessageException("nanos: " + nanos + " of a Timestamp (expected: 0..999999999)");
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            throw new MalformedMessageException("seconds: " + seconds + " of a Timestamp (expected: "
                    + Instant.MIN.getEpochSecond() + ".." + Instant.MAX.getEpochSecond() + ")");
        }
    }

    /**
     * Returns the seconds for protobuf, which wants both parts with the same sign. Java's nanoseconds are never
     * negative.
     */
    private static long seconds(Duration value) {
        return value.getSeconds() < 0 && value.getNano() > 0 ? value.getSeconds() + 1 : value.getSeconds();
    }

    private static long nanos(Duration value) {
        return value.getSeconds() < 0 && value.getNano() > 0 ? value.getNano() - (long) SECOND : value.getNano();
    }

    private static Object duration(long seconds, long nanos) throws MalformedMessageException {
        boolean signsDiffer = (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0);
        if (nanos <= -SECOND || nanos >= SECOND || signsDiffer) {
            throw new MalformedMessageException("seconds: " + seconds + ", nanos: " + nanos
                    + " of a Duration (expected: -999999999..999999999 nanos of the same sign)");
        }
        if (seconds == Long.MIN_VALUE && nanos < 0) {
            throw new MalformedMessageException("seconds: " + seconds + ", nanos: " + nanos
                    + " of a Duration (expected: at least " + Long.MIN_VALUE + " seconds in all)");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    private static long year(LocalDate value) {
        return value.getYear();
    }

    private static long month(LocalDate value) {
        return value.getMonthValue();
    }

    private static long day(LocalDate value) {
        return value.getDayOfMonth();
    }

    private static Object date(long year, long month, long day) throws MalformedMessageException {
        try {
            return LocalDate.of(
                    ChronoField.YEAR.checkValidIntValue(year),
                    ChronoField.MONTH_OF_YEAR.checkValidIntValue(month),
                    ChronoField.DAY_OF_MONTH.checkValidIntValue(day));
        } catch (DateTimeException e) {
            throw new MalformedMessageException(
                    "year: " + year + ", month: " + month + ", day: " + day + " of a Date (expected: a whole date)");
        }
    }

    private static long hour(LocalTime value) {
        return value.getHour();
    }

    private static long minute(LocalTime value) {
        return value.getMinute();
    }

    private static long second(LocalTime value) {
        return value.getSecond();
    }

    private static long nanos(LocalTime value) {
        return value.getNano();
    }

    private static Object timeOfDay(long hour, long minute, long second, long nanos) throws MalformedMessageException {
        try {
            return LocalTime.of(
                    ChronoField.HOUR_OF_DAY.checkValidIntValue(hour),
                    ChronoField.MINUTE_OF_HOUR.checkValidIntValue(minute),
                    ChronoField.SECOND_OF_MINUTE.checkValidIntValue(second),
                    ChronoField.NANO_OF_SECOND.checkValidIntValue(nanos));
        } catch (DateTimeException e) {
            throw new MalformedMessageException("hours: " + hour + ", minutes: " + minute + ", seconds: " + second
                    + ", nanos: " + nanos + " of a TimeOfDay (expected: 00:00:00.0..23:59:59.999999999)");
        }
    }

    /** Reads a Decimal. One without its text is 0, as its description says. */
    private static Object decimal(Object value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
