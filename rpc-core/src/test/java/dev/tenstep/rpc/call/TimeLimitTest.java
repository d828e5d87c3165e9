package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The longest and the most negative durations, wherever one can be given. */
final class TimeLimitTest {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static List<Consumer<Duration>> settings() {
        KernelSettings d = KernelSettings.DEFAULT;
        return List.of(
                CallOptions::deadline,
                CallOptions.DEFAULT::hedge,
                RpcClient.builder()::deadline,
                RpcClient.builder()::hedge,
                RpcServer.builder()::drain,
                time -> RetryPolicy.DEFAULT.withBackoff(time, FOREVER),
                time -> RetryPolicy.DEFAULT.withBackoff(Duration.ZERO, time),
                d::withConnectTimeout,
                d::withHelloTimeout,
                d::withKeepAlive,
                d::withKeepAliveTimeout,
                d::withProgressTimeout,
                d::withMessageTimeout,
                d::withIdleTimeout);
    }

    @Test
    void foreverIsAHundredYearsInEverySetting() {
        for (Consumer<Duration> setting : settings()) {
            setting.accept(FOREVER);
        }
        assertThat(CallOptions.deadline(FOREVER).deadline()).isEqualTo(Duration.ofDays(36_500));
        assertThat(RetryPolicy.DEFAULT.withBackoff(FOREVER, FOREVER).backoffNanos(9, () -> 7))
                .isNotNegative();
        assertThat(TimeLimit.nanos(FOREVER)).isEqualTo(Duration.ofDays(36_500).toNanos());
    }

    @Test
    void negativeTimeIsRefusedInEverySetting() {
        for (Consumer<Duration> setting : settings()) {
            assertThatThrownBy(() -> setting.accept(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT-1S")
                    .hasMessageContaining("expected: ");
        }
    }
}
