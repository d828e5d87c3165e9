package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.Texts;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Primitives as bits, in the form of {@link Primitive}, and handles of arrays in terms of them. */
final class Bits {
    private static final MethodHandle OF_FLOAT = find("of", long.class, float.class);
    private static final MethodHandle TO_FLOAT = find("toFloat", float.class, long.class);
    private static final MethodHandle OF_DOUBLE = find("of", long.class, double.class);
    private static final MethodHandle TO_DOUBLE = find("toDouble", double.class, long.class);

    private Bits() {}

    /**
     * Returns {@code (Object, int)long}: the elements of an array. In an array of chars, which may hold pairs,
     * surrogates are allowed.
     */
    static MethodHandle elements(Class<?> array) {
        Class<?> type = array.getComponentType();
        MethodHandle load =
                MethodHandles.arrayElementGetter(array).asType(MethodType.methodType(type, Object.class, int.class));
        return type == float.class || type == double.class
                ? MethodHandles.filterReturnValue(load, type == float.class ? OF_FLOAT : OF_DOUBLE)
                : MethodHandles.explicitCastArguments(load, load.type().changeReturnType(long.class));
    }

    /** Returns the same handle with a long for the primitive that it takes at that index. */
    static MethodHandle from(MethodHandle target, int index) {
        Class<?> type = target.type().parameterType(index);
        if (type == float.class || type == double.class) {
            return MethodHandles.filterArguments(target, index, type == float.class ? TO_FLOAT : TO_DOUBLE);
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

    /** Refuses an array of chars with half a pair. */
    static void checkText(char[] array) throws UnwritableValueException {
        String flaw = Texts.flaw(array);
        if (flaw != null) {
            throw new UnwritableValueException(flaw);
        }
    }

    /** Returns the char's number, unless it is a surrogate, which is not a character. */
    static long of(char value) throws UnwritableValueException {
        if (Character.isSurrogate(value)) {
            throw new UnwritableValueException(Texts.foundHalf(value));
        }
        return value;
    }

    static long of(float value) {
        return Float.floatToRawIntBits(value);
    }

    static long of(double value) {
        return Double.doubleToRawLongBits(value);
    }

    static float toFloat(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    static double toDouble(long bits) {
        return Double.longBitsToDouble(bits);
    }
}
