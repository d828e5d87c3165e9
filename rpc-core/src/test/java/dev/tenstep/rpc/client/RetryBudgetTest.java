package dev.tenstep.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private static RetryBudget afterCalls(int percent, int reserve, int calls) {
        RetryBudget budget = new RetryBudget(percent, reserve, 0);
        IntStream.range(0, calls).forEach(i -> budget.called());
        return budget;
    }

    /** Counts the attempts that the budget grants at that time. */
    private static int taken(RetryBudget budget, long nowNanos) {
        int taken = 0;
        while (taken < 100_000 && budget.take(nowNanos)) {
            taken++;
        }
        return taken;
    }

    @Test
    void budgetIsAFifthOfTheCallsAndTenASecond() {
        assertThat(taken(afterCalls(20, 10, 1000), 0)).isEqualTo(210);
    }

    @Test
    void reserveIsRenewedEachSecondAndNotSaved() {
        RetryBudget budget = afterCalls(20, 10, 0);
        assertThat(taken(budget, seconds(0.1))).isEqualTo(10);
        assertThat(taken(budget, seconds(0.9))).isZero();
        assertThat(taken(budget, seconds(1))).isEqualTo(10);
        assertThat(taken(budget, seconds(7))).isEqualTo(10);
    }

    @Test
    void oldCallsEarnNothing() {
        RetryBudget saved = afterCalls(20, 0, 1000);
        assertThat(saved.take(0)).isTrue();
        assertThat(taken(saved, seconds(5))).isEqualTo(99);
        RetryBudget spread = afterCalls(20, 0, 1000);
        assertThat(taken(spread, seconds(100))).isEqualTo(20);
        RetryBudget old = afterCalls(20, 0, 1000);
        assertThat(old.take(0)).isTrue();
        assertThat(taken(old, seconds(11))).isZero();
    }

    @Test
    void zeroBudgetGrantsNothing() {
        assertThat(taken(afterCalls(0, 0, 1000), seconds(3))).isZero();
    }

    @Test
    void stormGetsNoMoreThanItsShare() {
        RetryBudget budget = new RetryBudget(20, 10, 0);
        int added = 0;
        for (int call = 0; call < 10_000; call++) {
            budget.called();
            if (budget.take(seconds(call / 2000.0))) {
                added++;
            }
        }
        assertThat(added).isBetween(2000, 2000 + 50);
    }
}
