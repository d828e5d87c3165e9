package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
    private static long longestMillis(int failed) {
        Random random = new Random(failed);
        return IntStream.range(0, 10_000)
                        .mapToLong(i -> RetryPolicy.DEFAULT.backoffNanos(failed, random))
                        .max()
                        .orElseThrow()
                / 1_000_000;
    }

    @Test
    void backoffDoublesUpToTheMaximum() {
        assertThat(longestMillis(1)).isBetween(49L, 50L);
        assertThat(longestMillis(2)).isBetween(99L, 100L);
        assertThat(longestMillis(3)).isBetween(199L, 200L);
        assertThat(longestMillis(6)).isBetween(990L, 1000L);
        assertThat(longestMillis(1000)).isBetween(990L, 1000L);
    }

    @Test
    void backoffIsDrawnFromZeroUp() {
        Random random = new Random(1);
        assertThat(IntStream.range(0, 10_000)
                        .mapToLong(i -> RetryPolicy.DEFAULT.backoffNanos(1, random))
                        .min()
                        .orElseThrow())
                .isLessThan(Duration.ofMillis(1).toNanos());
        assertThat(RetryPolicy.DEFAULT.withBackoff(Duration.ZERO, Duration.ZERO).backoffNanos(3, random))
                .isZero();
    }

    @Test
    void invalidValuesAreRefused() {
        assertThatThrownBy(() -> RetryPolicy.DEFAULT.withAttempts(0)).hasMessage("attempts: 0 (expected: 1 or more)");
        assertThatThrownBy(() -> RetryPolicy.DEFAULT.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("PT2S, PT1S");
    }
}
