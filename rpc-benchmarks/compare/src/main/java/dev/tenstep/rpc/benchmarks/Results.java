package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.Contestant.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The samples of all rounds, and their summary. Filled and read by one thread. */
final class Results {
    private final Map<Scenario, Map<Entry, Sample[]>> samples = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private final int rounds;

    Results(int rounds) {
        this.rounds = rounds;
    }

    void add(Scenario scenario, Entry entry, int round, Sample sample) {
        samples.computeIfAbsent(scenario, s -> new LinkedHashMap<>())
                .computeIfAbsent(entry, e -> new Sample[rounds])[round] = sample;
    }

    void addFailure(Failure failure) {
        failures.add(failure);
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    List<Scenario> scenarios() {
        return List.copyOf(samples.keySet());
    }

    /** Returns one row for each contender that has a sample in every round. */
    List<Row> rows(Scenario scenario) {
        Map<Entry, Sample[]> ofScenario = samples.getOrDefault(scenario, Map.of());
        double @Nullable [] coalesced = rates(ofScenario, Entry.COALESCED_FLOOR);
        double @Nullable [] batched = rates(ofScenario, Entry.BATCHED_FLOOR);
        List<Row> rows = new ArrayList<>();
        ofScenario.forEach((entry, ofEntry) -> {
            if (complete(ofEntry)) {
                rows.add(row(entry, ofEntry, coalesced, batched));
            }
        });
        return rows;
    }

    private static boolean complete(Sample[] ofEntry) {
        return Arrays.stream(ofEntry).allMatch(sample -> sample != null);
    }

    private static double @Nullable [] rates(Map<Entry, Sample[]> ofScenario, String name) {
        for (Map.Entry<Entry, Sample[]> each : ofScenario.entrySet()) {
            if (each.getKey().name().equals(name) && complete(each.getValue())) {
                return rates(each.getValue());
            }
        }
        return null;
    }

    private static double[] rates(Sample[] ofEntry) {
        return Arrays.stream(ofEntry).mapToDouble(Sample::callsPerSecond).toArray();
    }

    private static Row row(Entry entry, Sample[] ofEntry, double @Nullable [] coalesced, double @Nullable [] batched) {
        Histogram latencies = new Histogram(ofEntry[0].client().latencies());
        latencies.reset();
        for (Sample sample : ofEntry) {
            latencies.add(sample.client().latencies());
        }
        double[] rates = rates(ofEntry);
        return new Row(
                entry.name(),
                Arrays.stream(rates).boxed().toList(),
                median(Arrays.stream(rates)),
                medianRatio(rates, coalesced),
                medianRatio(rates, batched),
                latencies,
                perCall(ofEntry, sample -> sample.client().used().cpuNanos() / 1e3),
                perCall(ofEntry, sample -> sample.server().cpuNanos() / 1e3),
                perCall(ofEntry, sample -> sample.client().used().allocatedBytes()),
                perCall(ofEntry, sample -> sample.server().allocatedBytes()),
                perCall(ofEntry, Sample::packets));
    }

    private static double perCall(Sample[] ofEntry, ToDoubleFunction<Sample> what) {
        return median(Arrays.stream(ofEntry)
                .mapToDouble(sample ->
                        what.applyAsDouble(sample) / Math.max(1, sample.client().calls())));
    }

    /**
     * Returns the median over rounds of the ratio within each round, since a disturbance of a round hits both sides
     * of the ratio.
     */
    private static double medianRatio(double[] rates, double @Nullable [] base) {
        if (base == null) {
            return Double.NaN;
        }
        double[] ratios = new double[rates.length];
        Arrays.setAll(ratios, round -> rates[round] / base[round]);
        return median(Arrays.stream(ratios));
    }

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** A contender that was dropped, and the reason. */
    record Failure(Entry entry, String during, String reason, List<String> errorLines) {}

    /**
     * One contender in one scenario. Values are medians over the rounds, except for the latencies, which are of all
     * rounds together.
     *
     * @param ofCoalesced calls/s as a share of the coalesced floor's in the same round; NaN without that floor
     * @param latencies in nanoseconds
     * @param clientMicros CPU time per call
     * @param packets per call, both directions, acknowledgements included
     */
    record Row(
            String name,
            List<Double> rates,
            double callsPerSecond,
            double ofCoalesced,
            double ofBatched,
            Histogram latencies,
            double clientMicros,
            double serverMicros,
            double clientBytes,
            double serverBytes,
            double packets) {
        double micros(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e3;
        }
    }
}
