package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.ScalarModel.Kind;
import org.jspecify.annotations.Nullable;

/** The plan of an array of a primitive type other than byte. */
record PrimitiveArrayPlan(Kind element) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object array) {
        switch (element) {
            case BOOLEAN -> PrimitiveArrays.write(out, (boolean[]) array);
            case SHORT -> PrimitiveArrays.write(out, (short[]) array);
            case CHAR -> PrimitiveArrays.write(out, (char[]) array);
            case INT -> PrimitiveArrays.write(out, (int[]) array);
            case LONG -> PrimitiveArrays.write(out, (long[]) array);
            case FLOAT -> PrimitiveArrays.write(out, (float[]) array);
            case DOUBLE -> PrimitiveArrays.write(out, (double[]) array);
            default -> throw new IllegalStateException("no primitive: " + element);
        }
    }

    @Override
    public Object read(KryoInput in) {
        return switch (element) {
            case BOOLEAN -> PrimitiveArrays.booleans(in);
            case SHORT -> PrimitiveArrays.shorts(in);
            case CHAR -> PrimitiveArrays.chars(in);
            case INT -> PrimitiveArrays.ints(in);
            case LONG -> PrimitiveArrays.longs(in);
            case FLOAT -> PrimitiveArrays.floats(in);
            case DOUBLE -> PrimitiveArrays.doubles(in);
            default -> throw new IllegalStateException("no primitive: " + element);
        };
    }
}
