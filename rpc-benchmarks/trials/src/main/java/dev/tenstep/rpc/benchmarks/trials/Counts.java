package dev.tenstep.rpc.benchmarks.trials;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The range of a command's numbers. */
public abstract class Counts implements ITypeConverter<Integer> {
    private static final int MANY = 1_000_000;

    private final int least;
    private final int most;

    private Counts(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** A number of at least 1. */
    public static final class Positive extends Counts {
        /** Makes one, as picocli does. */
        public Positive() {
            super(1, MANY);
        }
    }

    /** A number of at least 0. */
    static final class NotNegative extends Counts {
        NotNegative() {
            super(0, MANY);
        }
    }

    /** The number of megabytes of heap, enough for a JVM to start. */
    public static final class Heap extends Counts {
        /** Makes one, as picocli does. */
        public Heap() {
            super(64, 1 << 16);
        }
    }

    /**
     * The size of a block in bytes: large enough that an int counts the blocks, and at most the megabyte that they
     * fill.
     */
    static final class BlockBytes extends Counts {
        BlockBytes() {
            super(1 << 10, 1 << 20);
        }
    }

    @Override
    public final Integer convert(String value) {
        try {
            int count = Integer.parseInt(value);
            if (count >= least && count <= most) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw new TypeConversionException("'" + value + "' (expected: a whole number, " + least + ".." + most + ")");
    }
}
