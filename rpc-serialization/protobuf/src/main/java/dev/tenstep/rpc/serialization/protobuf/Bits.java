package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.Texts;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Turns handles of primitive types into handles of their bits, in the form of {@link Primitive}. */
final class Bits {
    private static final MethodHandle CHAR_TO = find("bits", long.class, char.class);
    private static final MethodHandle TEXT = find("text", Object.class, Object.class);
    private static final MethodHandle FLOAT_TO = find("bits", long.class, float.class);
    private static final MethodHandle FLOAT_FROM = find("toFloat", float.class, long.class);
    private static final MethodHandle DOUBLE_TO = find("bits", long.class, double.class);
    private static final MethodHandle DOUBLE_FROM = find("toDouble", double.class, long.class);

    private Bits() {}

    /** Returns the same handle with a long for the primitive that it returns. */
    static MethodHandle to(MethodHandle target) {
        Class<?> type = target.type().returnType();
        if (type == float.class || type == double.class) {
            return MethodHandles.filterReturnValue(target, type == float.class ? FLOAT_TO : DOUBLE_TO);
        }
        return type == char.class
                ? MethodHandles.filterReturnValue(target, CHAR_TO)
                : MethodHandles.explicitCastArguments(target, target.type().changeReturnType(long.class));
    }

    /**
     * Returns {@code (Object, int)long}: the elements of an array. In an array of chars, which may hold pairs,
     * surrogates are allowed.
     */
    static MethodHandle elements(Class<?> array) {
        MethodHandle load = MethodHandles.arrayElementGetter(array)
                .asType(MethodType.methodType(array.getComponentType(), Object.class, int.class));
        return array == char[].class
                ? MethodHandles.explicitCastArguments(load, load.type().changeReturnType(long.class))
                : to(load);
    }

    /** Returns the same handle of an array; an array of chars is checked to be valid text. */
    static MethodHandle whole(MethodHandle getter, Class<?> array) {
        return array == char[].class ? MethodHandles.filterReturnValue(getter, TEXT) : getter;
    }

    /** Returns the same handle with a long for the primitive that it takes at that index. */
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

    /** Returns the char's number, unless it is a surrogate, which is not a character. */
    static long bits(char value) throws UnwritableValueException {
        if (Character.isSurrogate(value)) {
            throw new UnwritableValueException(Texts.foundHalf(value));
        }
        return value;
    }

    @SuppressWarnings("UnusedMethod") // found by name, above
    private static @Nullable Object text(@Nullable Object array) throws UnwritableValueException {
        String flaw = array == null ? null : Texts.flaw((char[]) array);
        if (flaw != null) {
            throw new UnwritableValueException(flaw);
        }
        return array;
    }

    @SuppressWarnings("UnusedMethod")
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
