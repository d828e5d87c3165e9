package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The rounds in which servers take the same load in turn, and the table of them. */
record LoadRounds(Map<String, List<Sample>> samples) {

    /** One measurement: requests a second, and the server's CPU time for each of them. */
    record Sample(double rate, double micros) {
        static Sample of(long requests, double seconds, Usage server) {
            return new Sample(requests / seconds, server.cpuNanos() / 1e3 / requests);
        }
    }

    /** The load of one server. */
    interface Load {
        /** Runs for so long, and throws IllegalStateException if a request was not answered as it should be. */
        Sample run(int seconds) throws IOException, ChildFailed, InterruptedException;
    }

    /** Warms every server up, and measures each once a round. */
    static LoadRounds run(Map<String, Load> loads, LoadOptions options)
            throws IOException, ChildFailed, InterruptedException {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (Map.Entry<String, Load> each : loads.entrySet()) {
            each.getValue().run(options.warmUp());
            samples.put(each.getKey(), new ArrayList<>());
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Map.Entry<String, Load> each : loads.entrySet()) {
                samples.get(each.getKey()).add(each.getValue().run(options.seconds()));
            }
        }
        return new LoadRounds(samples);
    }

    /**
     * Returns the table: medians of the rounds, and medians of the ratios to one of the servers in the same round.
     *
     * @param base that server
     * @param one a request or a call
     */
    String table(String base, String one) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("server", one + "s/s", "of " + base, "CPU us a " + one, "of " + base));
        samples.forEach((name, ofName) -> lines.add(List.of(
                name,
                number("%,.0f", ofName, Sample::rate),
                ratio("%.2f", ofName, samples.get(base), Sample::rate),
                number("%.2f", ofName, Sample::micros),
                ratio("%.3f", ofName, samples.get(base), Sample::micros))));
        return MarkdownReport.table(lines);
    }

    private static String number(String format, List<Sample> samples, ToDoubleFunction<Sample> value) {
        return String.format(
                Locale.ROOT, format, Results.median(samples.stream().mapToDouble(value)));
    }

    private static String ratio(String format, List<Sample> samples, List<Sample> base, ToDoubleFunction<Sample> of) {
        return String.format(
                Locale.ROOT,
                format,
                Results.median(IntStream.range(0, samples.size())
                        .mapToDouble(i -> of.applyAsDouble(samples.get(i)) / of.applyAsDouble(base.get(i)))));
    }
}
