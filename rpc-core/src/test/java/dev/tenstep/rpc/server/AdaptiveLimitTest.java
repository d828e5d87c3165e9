package dev.tenstep.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The limit follows the server's capacity, by a fake clock. */
final class AdaptiveLimitTest {
    private static final int AT_ONCE = 16;
    private static final int MOST = 500;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(101);

    private final AdaptiveLimit limit = new AdaptiveLimit(4, MOST, 0);
    private long now;

    /**
     * Simulates windows with a demand for this many calls in flight, on a server that works on a few at once and queues
     * others.
     */
    private void pass(int windows, int wanted, double workMillis) {
        for (int i = 0; i < windows; i++) {
            int entered = 0;
            while (entered < wanted && limit.enter()) {
                entered++;
            }
            long nanos = (long) (workMillis * 1e6 * Math.max(1, entered / (double) AT_ONCE));
            now += STEP_NANOS;
            for (int call = 0; call < entered; call++) {
                limit.leave(now - nanos, now);
            }
        }
    }

    @Test
    void underOverloadTheLimitStaysNearTheServersConcurrency() {
        pass(50, 10, 5);
        pass(200, 1000, 5);
        assertThat(limit.limit()).isBetween(AT_ONCE, 3 * AT_ONCE);
    }

    @Test
    void anHourOfOverloadDoesNotRaiseTheLimit() {
        pass(50, 10, 5);
        pass(36_000, 1000, 5);
        assertThat(limit.limit()).isBetween(AT_ONCE, 3 * AT_ONCE);
    }

    @Test
    void limitGrowsWhileLatencyStaysLow() {
        for (int i = 0; i < 300; i++) {
            int entered = 0;
            while (entered < 400 && limit.enter()) {
                entered++;
            }
            now += STEP_NANOS;
            for (int call = 0; call < entered; call++) {
                limit.leave(now - TimeUnit.MILLISECONDS.toNanos(5), now);
            }
        }
        assertThat(limit.limit()).isGreaterThan(200);
    }

    @Test
    void fewCallsDoNotChangeTheLimit() {
        int before = limit.limit();
        pass(500, 2, 5);
        assertThat(limit.limit()).isEqualTo(before);
    }

    @Test
    void lastingSlownessBecomesTheBaseline() {
        pass(50, 10, 5);
        pass(100, 14, 50);
        int shortly = limit.limit();
        pass(3000, 14, 50);
        assertThat(shortly).isLessThan(AT_ONCE);
        assertThat(limit.limit()).isGreaterThan(shortly);
    }

    @Test
    void atTheLimitNoCallEntersUntilAnotherLeaves() {
        AdaptiveLimit narrow = new AdaptiveLimit(2, 2, 0);
        assertThat(narrow.enter()).isTrue();
        assertThat(narrow.enter()).isTrue();
        assertThat(narrow.enter()).isFalse();
        narrow.leave(0, 1);
        assertThat(narrow.enter()).isTrue();
        assertThat(narrow.refusal(() -> "ann").failure())
                .hasMessage("the server is at its limit of 2 calls, which it adapts to how long they take")
                .satisfies(refusal -> assertThat(refusal.notStarted()).isTrue());
    }

    @Test
    void invalidLimitsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdaptiveLimit(0, 5, 0))
                .withMessage("limit: 0..5 (expected: from 1, and in this order)");
        assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveLimit(6, 5, 0));
    }
}
