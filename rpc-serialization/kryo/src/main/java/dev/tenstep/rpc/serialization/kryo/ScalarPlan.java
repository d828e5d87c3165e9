package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.TimeSerializers;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a value without parts, in Kryo's own encodings: the methods of {@code Output} and {@code Input}, and its
 * serializers. Numbers of variable length keep small ones of either sign short.
 *
 * @param serializer makes no use of Kryo itself; null for the kinds that need none
 */
record ScalarPlan(Kind kind, Class<?> type, @Nullable Serializer<Object> serializer) implements Plan {
    /** The kinds whose encoding has a null. */
    private static final Set<Kind> NULLS_KNOWN =
            EnumSet.of(Kind.STRING, Kind.BYTES, Kind.BYTE_BUFFER, Kind.BIG_DECIMAL, Kind.BIG_INTEGER);

    /** Returns the plan of a value that is not null. A malformed message may still yield null. */
    static ScalarPlan of(ScalarModel scalar) {
        return new ScalarPlan(scalar.kind(), scalar.rawType(), serializer(scalar.kind()));
    }

    /** Returns the plan of a field, whose value may be null unless it is primitive. */
    static Plan ofField(ScalarModel scalar) {
        ScalarPlan plan = of(scalar);
        return scalar.primitive() || NULLS_KNOWN.contains(scalar.kind()) ? plan : new NullablePlan(plan);
    }

    @SuppressWarnings("unchecked") // each is given values of its own type only
    private static @Nullable Serializer<Object> serializer(Kind kind) {
        return (Serializer<Object>)
                switch (kind) {
                    case VOID, BOOLEAN, BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE, STRING -> null;
                    case BYTES -> new DefaultArraySerializers.ByteArraySerializer();
                    case BYTE_BUFFER -> new ByteBufferSerializer();
                    case BIG_DECIMAL -> new DefaultSerializers.BigDecimalSerializer();
                    case BIG_INTEGER -> new DefaultSerializers.BigIntegerSerializer();
                    case INSTANT -> new TimeSerializers.InstantSerializer();
                    case DURATION -> new TimeSerializers.DurationSerializer();
                    case LOCAL_DATE -> new TimeSerializers.LocalDateSerializer();
                    case LOCAL_TIME -> new TimeSerializers.LocalTimeSerializer();
                    case LOCAL_DATE_TIME -> new TimeSerializers.LocalDateTimeSerializer();
                    case ZONED_DATE_TIME -> new ZonedDateTimeSerializer();
                    case OFFSET_DATE_TIME -> new TimeSerializers.OffsetDateTimeSerializer();
                    case UUID -> new DefaultSerializers.UUIDSerializer();
                    case URI -> new DefaultSerializers.URISerializer();
                    case OFFSET_TIME, YEAR, YEAR_MONTH, MONTH_DAY, PERIOD, ZONE_ID, ZONE_OFFSET, LOCALE, CURRENCY ->
                        new TextSerializer(kind);
                };
    }

    @Override
    public void write(KryoOutput out, @Nullable Object value) {
        switch (kind) {
            case VOID -> {}
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case BYTE -> out.writeByte((Byte) value);
            case SHORT -> out.writeShort((Short) value);
            case CHAR -> out.writeChar((Character) value);
            case INT -> out.writeVarInt((Integer) value, false);
            case LONG -> out.writeVarLong((Long) value, false);
            case FLOAT -> out.writeFloat((Float) value);
            case DOUBLE -> out.writeDouble((Double) value);
            case STRING -> out.writeString((String) value);
            default -> serializer.write(null, out, value);
        }
    }

    @Override
    public @Nullable Object read(KryoInput in) {
        return switch (kind) {
            case VOID -> null;
            case BOOLEAN -> in.readBoolean();
            case BYTE -> in.readByte();
            case SHORT -> in.readShort();
            case CHAR -> in.readChar();
            case INT -> in.readVarInt(false);
            case LONG -> in.readVarLong(false);
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING -> in.readString();
            default -> serializer.read(null, in, type);
        };
    }
}
