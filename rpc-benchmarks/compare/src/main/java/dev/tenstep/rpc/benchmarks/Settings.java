package dev.tenstep.rpc.benchmarks;

import java.util.List;

/**
 * The extent of the measurements.
 *
 * @param rounds how often each scenario is run; the contenders take turns within each
 * @param millis of one measurement
 * @param warmUpMillis of each contender before the first round, shared out among the scenarios
 * @param jvmArguments for every process, after {@link JvmFlags}
 */
record Settings(
        List<Entry> entries,
        List<Scenario> scenarios,
        int rounds,
        long millis,
        long warmUpMillis,
        List<String> jvmArguments) {
    int measurements() {
        return rounds * scenarios.size() * entries.size();
    }
}
