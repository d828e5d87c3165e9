package dev.tenstep.rpc.call;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Decides which failed calls are retried. A call that was refused before its procedure was started is retried once at
 * once, whatever the method. A call of an {@link dev.tenstep.rpc.contract.Idempotent} method is retried by all of these
 * values. Immutable.
 *
 * @param attempts the maximum number of attempts, the first and a hedge among them, at least 1; 1 for no second attempt
 *     of any kind
 * @param firstBackoff the longest wait before the second attempt, doubled before each further one; the actual wait is
 *     drawn between zero and that, so that clients which failed together do not come back together
 * @param maxBackoff the longest wait before any attempt
 * @param codes the failures after which a call of an idempotent method is retried
 */
public record RetryPolicy(int attempts, Duration firstBackoff, Duration maxBackoff, Set<StatusCode> codes) {
    /** Three attempts, after 50 ms and 100 ms at most, when nobody serves. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofMillis(50), Duration.ofSeconds(1), Set.of(StatusCode.UNAVAILABLE));
    /** One attempt: every failure goes to the caller. */
    public static final RetryPolicy NONE = DEFAULT.withAttempts(1);

    private static final int MOST_DOUBLINGS = 30;

    /** Checks the values and copies the codes. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1 or more)");
        }
        firstBackoff = TimeLimit.of("firstBackoff", firstBackoff);
        maxBackoff = TimeLimit.of("maxBackoff", maxBackoff);
        if (maxBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException("firstBackoff, maxBackoff: " + firstBackoff + ", " + maxBackoff
                    + " (expected: the first not longer than the second)");
        }
        codes = Set.copyOf(codes);
    }

    /** This policy with another number of attempts. */
    public RetryPolicy withAttempts(int newAttempts) {
        return new RetryPolicy(newAttempts, firstBackoff, maxBackoff, codes);
    }

    /** This policy with other backoffs. */
    public RetryPolicy withBackoff(Duration first, Duration most) {
        return new RetryPolicy(attempts, first, most, codes);
    }

    /** This policy with other codes. */
    public RetryPolicy withCodes(Set<StatusCode> newCodes) {
        return new RetryPolicy(attempts, firstBackoff, maxBackoff, newCodes);
    }

    /** The wait after this many failed attempts, in nanoseconds. */
    public long backoffNanos(int failed, RandomGenerator random) {
        double doubled = firstBackoff.toNanos() * (double) (1L << Math.min(failed - 1, MOST_DOUBLINGS));
        return random.nextLong((long) Math.min(doubled, (double) maxBackoff.toNanos()) + 1);
    }
}
