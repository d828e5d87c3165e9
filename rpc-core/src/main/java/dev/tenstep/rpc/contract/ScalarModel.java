package dev.tenstep.rpc.contract;

import java.util.List;

/**
 * A value without parts. A boxed type has the kind of its primitive and may be null; {@code void} is sent as nothing.
 */
public record ScalarModel(Class<?> rawType, Kind kind) implements TypeModel {

    /** The scalar kinds, boxed types included with their primitives. */
    public enum Kind {
        VOID,
        BOOLEAN,
        BYTE,
        SHORT,
        CHAR,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        /** {@code byte[]}. */
        BYTES,
        /** {@link java.nio.ByteBuffer}: its remaining bytes; writing one leaves its position alone. */
        BYTE_BUFFER,
        BIG_DECIMAL,
        BIG_INTEGER,
        INSTANT,
        DURATION,
        LOCAL_DATE,
        LOCAL_TIME,
        LOCAL_DATE_TIME,
        ZONED_DATE_TIME,
        OFFSET_DATE_TIME,
        OFFSET_TIME,
        YEAR,
        YEAR_MONTH,
        MONTH_DAY,
        PERIOD,
        ZONE_ID,
        ZONE_OFFSET,
        UUID,
        URI,
        LOCALE,
        CURRENCY
    }

    /** Returns whether the type is a Java primitive (or void), and so never null. */
    public boolean primitive() {
        return rawType.isPrimitive();
    }

    @Override
    public String typeName() {
        return rawType.getSimpleName();
    }

    @Override
    public List<TypeModel> parts() {
        return List.of();
    }
}
