package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
    private static final int MIB = 1 << 20;

    @Test
    void connectionMayHoldAsMuchAsIsFree() {
        MemoryBudget budget = new MemoryBudget(8 * MIB);
        MemoryBudget.Share one = budget.share(MIB);
        MemoryBudget.Share two = budget.share(MIB);
        assertThat(one.take(4 * MIB)).isTrue();
        assertThat(one.take(MemoryBudget.GRAIN)).isFalse();
        assertThat(two.take(2 * MIB)).isTrue();
        assertThat(two.take(MemoryBudget.GRAIN)).isFalse();
        one.held().add(-4 * MIB);
        assertThat(two.take(MIB)).isTrue();
        assertThat(budget.held()).isEqualTo(3 * MIB);
    }

    @Test
    void concurrentTakersNeverGetMoreThanThereIs() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int round = 0; round < 500; round++) {
            MemoryBudget budget = new MemoryBudget(8 * MIB);
            AtomicInteger taken = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(threads);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                MemoryBudget.Share share = budget.share(MIB);
                all.add(CompletableFuture.runAsync(
                        () -> {
                            await(start);
                            while (share.take(MIB)) {
                                taken.incrementAndGet();
                            }
                        },
                        pool));
            }
            for (CompletableFuture<Void> each : all) {
                each.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(taken).hasValueLessThanOrEqualTo(8);
            assertThat(budget.held()).isEqualTo((long) taken.get() * MIB);
        }
        pool.shutdown();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
