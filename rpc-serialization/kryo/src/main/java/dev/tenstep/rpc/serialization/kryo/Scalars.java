package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.TimeSerializers;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scalar values in Kryo's own encodings: the methods of {@code Output} and {@code Input}, and its serializers. */
final class Scalars {
    /** The kinds whose encoding has a null. */
    private static final Set<Kind> NULLS_KNOWN =
            EnumSet.of(Kind.STRING, Kind.BYTES, Kind.BYTE_BUFFER, Kind.BIG_DECIMAL, Kind.BIG_INTEGER);

    private static final MethodHandle WRITE =
            Handles.virtual(Serializer.class, "write", void.class, Kryo.class, Output.class, Object.class);
    private static final MethodHandle READ =
            Handles.virtual(Serializer.class, "read", Object.class, Kryo.class, Input.class, Class.class);

    private Scalars() {}

    /** Returns the handles of a field, whose value may be null unless it is primitive. */
    static Handles field(ScalarModel scalar) {
        Handles handles = element(scalar);
        return scalar.primitive() || NULLS_KNOWN.contains(scalar.kind()) ? handles : handles.nullable();
    }

    /** Returns the handles of a value that is not null. A malformed message may still yield null. */
    static Handles element(ScalarModel scalar) {
        return scalar.kind() == Kind.VOID
                ? nothing()
                : of(scalar.kind(), scalar.rawType()).as(scalar.rawType());
    }

    private static Handles of(Kind kind, Class<?> type) {
        return switch (kind) {
            case BOOLEAN -> methods("Boolean", boolean.class, boolean.class);
            case BYTE -> methods("Byte", byte.class, byte.class);
            case SHORT -> methods("Short", short.class, int.class);
            case CHAR -> methods("Char", char.class, char.class);
            case INT -> variable("VarInt", int.class);
            case LONG -> variable("VarLong", long.class);
            case FLOAT -> methods("Float", float.class, float.class);
            case DOUBLE -> methods("Double", double.class, double.class);
            case STRING -> methods("String", String.class, String.class);
            default -> serializer(serializerOf(kind), type);
        };
    }

    private static Serializer<?> serializerOf(Kind kind) {
        return switch (kind) {
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
            default -> throw new IllegalArgumentException(kind + " needs no serializer");
        };
    }

    /** Returns the handles of {@code void}: null, in no bytes. */
    private static Handles nothing() {
        return new Handles(
                MethodHandles.empty(MethodType.methodType(void.class, KryoOutput.class, Object.class)),
                MethodHandles.empty(MethodType.methodType(Object.class, KryoInput.class)));
    }

    /** Returns the handles of {@code writeX} and {@code readX}. */
    private static Handles methods(String name, Class<?> type, Class<?> taken) {
        return new Handles(
                        Handles.virtual(KryoOutput.class, "write" + name, void.class, taken),
                        Handles.virtual(KryoInput.class, "read" + name, type))
                .as(type);
    }

    /** Returns the handles of {@code writeVarX} and {@code readVarX}, which keep small numbers of either sign short. */
    private static Handles variable(String name, Class<?> type) {
        MethodHandle write = Handles.virtual(KryoOutput.class, "write" + name, int.class, type, boolean.class);
        MethodHandle read = Handles.virtual(KryoInput.class, "read" + name, type, boolean.class);
        return new Handles(
                        MethodHandles.insertArguments(write, 2, false), MethodHandles.insertArguments(read, 1, false))
                .as(type);
    }

    /** Returns the handles of a serializer that makes no use of Kryo itself. */
    private static Handles serializer(Serializer<?> serializer, Class<?> type) {
        @Nullable Kryo none = null;
        return new Handles(
                        MethodHandles.insertArguments(WRITE, 0, serializer, none)
                                .asType(MethodType.methodType(void.class, KryoOutput.class, Object.class)),
                        MethodHandles.insertArguments(MethodHandles.insertArguments(READ, 0, serializer, none), 1, type)
                                .asType(MethodType.methodType(Object.class, KryoInput.class)))
                .as(type);
    }
}
