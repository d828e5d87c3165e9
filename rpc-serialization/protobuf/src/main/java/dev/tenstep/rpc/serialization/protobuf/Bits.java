package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.Texts;

/** Primitives as bits, in the form of {@link Primitive}. */
public final class Bits {
    private Bits() {}

    /**
     * Returns an element of an array of a primitive type. In an array of chars, which may hold pairs, surrogates are
     * allowed.
     */
    public static long at(Object array, int i) {
        if (array instanceof int[] ints) {
            return ints[i];
        } else if (array instanceof long[] longs) {
            return longs[i];
        } else if (array instanceof double[] doubles) {
            return of(doubles[i]);
        } else if (array instanceof float[] floats) {
            return of(floats[i]);
        } else if (array instanceof boolean[] booleans) {
            return booleans[i] ? 1 : 0;
        } else if (array instanceof char[] chars) {
            return chars[i];
        }
        return ((short[]) array)[i];
    }

    /** Sets an element of an array of a primitive type. */
    public static void set(Object array, int i, long bits) {
        if (array instanceof int[] ints) {
            ints[i] = (int) bits;
        } else if (array instanceof long[] longs) {
            longs[i] = bits;
        } else if (array instanceof double[] doubles) {
            doubles[i] = toDouble(bits);
        } else if (array instanceof float[] floats) {
            floats[i] = toFloat(bits);
        } else if (array instanceof boolean[] booleans) {
            booleans[i] = bits != 0;
        } else if (array instanceof char[] chars) {
            chars[i] = (char) bits;
        } else {
            ((short[]) array)[i] = (short) bits;
        }
    }

    /** Refuses an array of chars with half a pair. */
    public static void checkText(char[] array) throws UnwritableValueException {
        String flaw = Texts.flaw(array);
        if (flaw != null) {
            throw new UnwritableValueException(flaw);
        }
    }

    /** Returns the char's number, unless it is a surrogate, which is not a character. */
    public static long of(char value) throws UnwritableValueException {
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
