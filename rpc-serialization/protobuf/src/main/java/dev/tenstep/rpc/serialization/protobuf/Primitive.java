package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.ScalarModel;

/**
 * Java's primitive types, each as 64 bits: an integer extended with its sign (a char, a boolean: with zeros), the bits of
 * a floating-point number.
 */
public enum Primitive {
    BOOLEAN {
        @Override
        public long bits(Object boxed) {
            return (Boolean) boxed ? 1 : 0;
        }

        @Override
        public Object boxed(long bits) {
            return bits != 0;
        }

        @Override
        public long narrow(long wire) {
            return wire == 0 ? 0 : 1;
        }
    },
    BYTE {
        @Override
        public long bits(Object boxed) {
            return (Byte) boxed;
        }

        @Override
        public Object boxed(long bits) {
            return (byte) bits;
        }

        @Override
        public long narrow(long wire) throws MalformedMessageException {
            return between(Byte.MIN_VALUE, wire, Byte.MAX_VALUE, "a byte");
        }
    },
    SHORT {
        @Override
        public long bits(Object boxed) {
            return (Short) boxed;
        }

        @Override
        public Object boxed(long bits) {
            return (short) bits;
        }

        @Override
        public long narrow(long wire) throws MalformedMessageException {
            return between(Short.MIN_VALUE, wire, Short.MAX_VALUE, "a short");
        }
    },
    CHAR {
        @Override
        public long bits(Object boxed) throws UnwritableValueException {
            return Bits.of((char) boxed);
        }

        @Override
        public Object boxed(long bits) {
            return (char) bits;
        }

        @Override
        public long narrow(long wire) throws MalformedMessageException {
            return between(Character.MIN_VALUE, wire, Character.MAX_VALUE, "a char");
        }
    },
    INT {
        @Override
        public long bits(Object boxed) {
            return (Integer) boxed;
        }

        @Override
        public Object boxed(long bits) {
            return (int) bits;
        }

        /** Checks the range, where protobuf's parsers take the low half: a peer may have changed the type to long. */
        @Override
        public long narrow(long wire) throws MalformedMessageException {
            return wire == (int) wire ? wire : between(Integer.MIN_VALUE, wire, Integer.MAX_VALUE, "an int");
        }
    },
    LONG {
        @Override
        public long bits(Object boxed) {
            return (Long) boxed;
        }

        @Override
        public Object boxed(long bits) {
            return bits;
        }

        @Override
        public long narrow(long wire) {
            return wire;
        }
    },
    FLOAT {
        @Override
        public long bits(Object boxed) {
            return Float.floatToRawIntBits((Float) boxed);
        }

        @Override
        public Object boxed(long bits) {
            return Float.intBitsToFloat((int) bits);
        }

        @Override
        public long narrow(long wire) {
            return (int) wire;
        }
    },
    DOUBLE {
        @Override
        public long bits(Object boxed) {
            return Double.doubleToRawLongBits((Double) boxed);
        }

        @Override
        public Object boxed(long bits) {
            return Double.longBitsToDouble(bits);
        }

        @Override
        public long narrow(long wire) {
            return wire;
        }
    };

    /** Returns the bits of a boxed value; fails if the value must not be written. */
    public abstract long bits(Object boxed) throws UnwritableValueException;

    /** Returns the boxed value of those bits. */
    public abstract Object boxed(long bits);

    /** Returns the bits of a number from the wire, checked to be in range. */
    public abstract long narrow(long wire) throws MalformedMessageException;

    private static long between(int least, long number, int most, String type) throws MalformedMessageException {
        if (number < least || number > most) {
            throw new MalformedMessageException(
                    "the number " + number + " for " + type + " (expected: " + least + ".." + most + ")");
        }
        return number;
    }

    /** Returns the primitive of that kind; fails for the other kinds. */
    public static Primitive of(ScalarModel.Kind kind) {
        return valueOf(kind.name());
    }

    /** Returns whether there is a primitive of that kind. */
    static boolean covers(ScalarModel.Kind kind) {
        return kind.compareTo(ScalarModel.Kind.BOOLEAN) >= 0 && kind.compareTo(ScalarModel.Kind.DOUBLE) <= 0;
    }
}
