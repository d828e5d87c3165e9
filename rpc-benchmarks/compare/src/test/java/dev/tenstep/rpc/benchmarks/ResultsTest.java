package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.benchmarks.Contestant.Sample;
import dev.tenstep.rpc.benchmarks.contender.Measured;
import dev.tenstep.rpc.benchmarks.contender.Mode;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class ResultsTest {
    private static final Scenario SCENARIO = new Scenario(Operation.ECHO, Mode.ASYNC, 256);
    private static final Entry NAIVE = Entry.ALL.get(0);
    private static final Entry COALESCED = Entry.ALL.get(1);

    @Test
    void ratioIsTakenWithinEachRoundBeforeTheMedian() {
        Results results = new Results(3);
        long[] floor = {1000, 100, 400};
        long[] naive = {100, 50, 200};
        for (int round = 0; round < 3; round++) {
            results.add(SCENARIO, COALESCED, round, sample(floor[round]));
            results.add(SCENARIO, NAIVE, round, sample(naive[round]));
        }

        Results.Row row = results.rows(SCENARIO).get(1);
        assertThat(row.callsPerSecond()).isEqualTo(100);
        assertThat(row.ofCoalesced()).isEqualTo(0.5); // of 0.1, 0.5 and 0.5; of the medians it would be 0.25
        assertThat(row.ofBatched()).isNaN();
    }

    @Test
    void contenderWithoutASampleInEveryRoundHasNoRow() {
        Results results = new Results(2);
        results.add(SCENARIO, NAIVE, 0, sample(10));

        assertThat(results.rows(SCENARIO)).isEmpty();
    }

    private static Sample sample(long callsInOneSecond) {
        Measured client = new Measured(callsInOneSecond, 1_000_000_000L, new Usage(1000, 1000), new Histogram(2));
        return new Sample(client, new Usage(1000, 1000), 10);
    }
}
