package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.testkit.Eventually;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlineSweepTest {
    /** An interval that no test here waits for. */
    private static final long NEVER_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final List<Long> looks = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private DeadlineSweep sweep(long regularMillis, LongConsumer look) {
        return new DeadlineSweep(loop, regularMillis, now -> {
            looks.add(now);
            look.accept(now);
        });
    }

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void assertSweeps(int times) {
        Eventually.until(times + " looks", () -> looks.size() >= times);
    }

    @Test
    void sweepsEarlyForADeadlineBeforeTheInterval() {
        DeadlineSweep sweep = sweep(NEVER_MILLIS, now -> {});
        long deadline = in(50);
        loop.execute(() -> {
            sweep.watch(0);
            sweep.watch(in(NEVER_MILLIS / 2));
            sweep.watch(deadline);
        });
        assertSweeps(1);
        assertThat(looks.get(0) - deadline).isNotNegative();
    }

    @Test
    void sweepsAtTheIntervalWithoutANearerDeadline() {
        DeadlineSweep sweep = sweep(20, now -> {});
        loop.execute(() -> {
            sweep.watch(in(NEVER_MILLIS));
            sweep.watch(0);
        });
        assertSweeps(1);
    }

    @Test
    void sweepsAsLongAsCallsAreWatched() {
        DeadlineSweep[] sweep = new DeadlineSweep[1];
        long deadline = in(100);
        sweep[0] = sweep(NEVER_MILLIS, now -> {
            if (looks.size() < 3) {
                sweep[0].watch(deadline + TimeUnit.MILLISECONDS.toNanos(looks.size() * 50L));
            }
        });
        loop.execute(() -> sweep[0].watch(deadline));
        assertSweeps(3);
        Eventually.passed(Duration.ofMillis(100), System.nanoTime());
        assertThat(looks).hasSize(3);
        assertThat(looks.get(2) - deadline).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void sweepsOnceForDeadlinesCloseTogether() throws Exception {
        DeadlineSweep[] sweep = new DeadlineSweep[1];
        long first = in(100);
        List<Long> left = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 1000; i++) {
            left.add(first + TimeUnit.MICROSECONDS.toNanos(i * 50L));
        }
        sweep[0] = sweep(NEVER_MILLIS, now -> {
            left.removeIf(deadline -> deadline - now <= 0);
            left.forEach(sweep[0]::watch);
        });
        loop.submit(() -> left.forEach(sweep[0]::watch)).get();
        Eventually.until("all have passed", left::isEmpty);
        // They span 50 ms, and sweeps are at least 5 ms apart.
        assertThat(looks).hasSizeBetween(1, 11);
    }
}
