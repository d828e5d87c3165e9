package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.protocol.http.exchange.RequestCodec;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a client gives a call (gRPC's {@code doc/PROTOCOL-HTTP2.md}): at most eight digits and a unit of {@code H}
 * hours, {@code M} minutes, {@code S} seconds, {@code m} milliseconds, {@code u} microseconds, {@code n} nanoseconds.
 */
final class GrpcTimeout {
    private static final int MOST_DIGITS = 8;
    private static final long MOST = 99_999_999;
    private static final long MOST_ROUNDED = 99_900_000;
    private static final String[] UNITS = {"n", "u", "m", "S", "M", "H"};
    /** The number of each unit that makes the next one. */
    private static final long[] DIVISORS = {1000, 1000, 1000, 60, 60};

    private GrpcTimeout() {}

    /**
     * Reads one, in nanoseconds; at least 1.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static long read(String text) {
        int digits = text.length() - 1;
        boolean good = digits >= 1 && digits <= MOST_DIGITS;
        long number = 0;
        for (int i = 0; good && i < digits; i++) {
            char c = text.charAt(i);
            good = c >= '0' && c <= '9';
            number = 10 * number + c - '0';
        }
        TimeUnit unit = good ? unit(text.charAt(digits)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "grpc-timeout: " + text + " (expected: 1 to 8 digits and one of H, M, S, m, u, n)");
        }
        return Math.max(1, unit.toNanos(number));
    }

    private static @Nullable TimeUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'n' -> TimeUnit.NANOSECONDS;
            default -> null;
        };
    }

    /**
     * Rounds one up to three digits of a unit, so that calls with the same time limit have the same header block however
     * long each has waited on the client, which ends them at the exact time itself.
     *
     * @return the number and the unit, for {@link #text}
     */
    static long rounded(long nanos) {
        long number = Math.max(1, nanos);
        int unit = 0;
        while (number > MOST_ROUNDED && unit < UNITS.length - 1) {
            long divisor = DIVISORS[unit];
            number = (number + divisor - 1) / divisor;
            unit++;
        }
        return RequestCodec.threeDigits(Math.min(number, MOST)) * UNITS.length + unit;
    }

    /** Writes one that is rounded. */
    static String text(long rounded) {
        return rounded / UNITS.length + UNITS[(int) (rounded % UNITS.length)];
    }
}
