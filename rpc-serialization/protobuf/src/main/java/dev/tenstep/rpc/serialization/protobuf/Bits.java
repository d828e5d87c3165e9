package dev.tenstep.rpc.serialization.protobuf;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Turns handles of primitive types into handles of their bits, as {@link Primitive} has them. */
final class Bits {
    private static final MethodHandle FLOAT_TO = find("bits", long.class, float.class);
    private static final MethodHandle FLOAT_FROM = find("toFloat", float.class, long.class);
    private static final MethodHandle DOUBLE_TO = find("bits", long.class, double.class);
    private static final MethodHandle DOUBLE_FROM = find("toDouble", double.class, long.class);

    private Bits() {}

    /** The same handle with a long for the primitive that it returns. */
    static MethodHandle to(MethodHandle target) {
        Class<?> type = target.type().returnType();
        if (type == float.class || type == double.class) {
            return MethodHandles.filterReturnValue(target, type == float.class ? FLOAT_TO : DOUBLE_TO);
        }
        return MethodHandles.explicitCastArguments(target, target.type().changeReturnType(long.class));
    }

    /** The same handle with a long for the primitive that it takes at that index. */
    static MethodHandle from(MethodHandle target, int index) {
        Class<?> type = target.type().parameterType(index);
        if (type == float.class || type == double.class) {
            return MethodHandles.filterArguments(target, index, type == float.class ? FLOAT_FROM : DOUBLE_FROM);
        }
        return MethodHandles.explicitCastArguments(target, target.type().changeParameterType(index, long.class));
    }

    private static MethodHandle find(String name, Class<?> result, Class<?> parameter) {
        try {
            return MethodHandles.lookup().findStatic(Bits.class, name, MethodType.methodType(result, parameter));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("UnusedMethod") // by name, above
    private static long bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    @SuppressWarnings("UnusedMethod")
    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @SuppressWarnings("UnusedMethod")
    private static float toFloat(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    @SuppressWarnings("UnusedMethod")
    private static double toDouble(long bits) {
        return Double.longBitsToDouble(bits);
    }
}
