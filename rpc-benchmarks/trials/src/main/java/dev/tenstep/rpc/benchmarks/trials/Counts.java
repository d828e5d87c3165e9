package dev.tenstep.rpc.benchmarks.trials;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the commands' numbers may be. */
final class Counts {
    private Counts() {}

    /** One or more. */
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return from(1, value);
        }
    }

    /** None or more. */
    static final class NotNegative implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return from(0, value);
        }
    }

    private static int from(int least, String value) {
        try {
            int count = Integer.parseInt(value);
            if (count >= least) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number that is too small.
        }
        throw new TypeConversionException("'" + value + "' (expected: a whole number, " + least + " or more)");
    }
}
