package dev.tenstep.rpc.protocol.netrpc.gob;

/** Reads numbers into types that may be too small for them: gob's ints and floats have 64 bits whatever the sender's have. */
final class Ranges {
    private Ranges() {}

    /**
     * Reads an integer.
     *
     * @param unsigned whether the sender's type is: Java has no such types, so the value must fit a signed one
     * @param bits the size of the type that it must fit
     * @param goName the name of that type in Go
     */
    static long integer(GobInput in, boolean unsigned, int bits, String goName) throws MalformedGobException {
        long value = unsigned ? in.uint() : in.integer();
        int unused = Long.SIZE - bits;
        if ((unsigned && value < 0) || (value << unused) >> unused != value) {
            throw outside(goName);
        }
        return value;
    }

    static float single(GobInput in) throws MalformedGobException {
        double value = in.floating();
        float narrowed = (float) value;
        if (Float.isInfinite(narrowed) && !Double.isInfinite(value)) {
            throw outside("float32");
        }
        return narrowed;
    }

    /** Builds the exception with Go's own text, which programs compare. */
    private static MalformedGobException outside(String goName) {
        return new MalformedGobException("value for \"*" + goName + "\" out of range");
    }
}
