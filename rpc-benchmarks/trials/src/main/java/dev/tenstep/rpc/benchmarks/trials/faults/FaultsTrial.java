package dev.tenstep.rpc.benchmarks.trials.faults;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code faults}: reads its options, makes the plan, prints the findings. */
@Command(
        name = "faults",
        description =
                "Cuts connections under load with a proxy that resets, delays, slices, swallows, closes after the last "
                        + "byte and leaves half-open; stops the server's process, reads nothing for a while, lets descriptors run "
                        + "out. Each call must end once and in time, none be executed twice or get another's reply, and calls soon "
                        + "succeed again.",
        mixinStandardHelpOptions = true)
public final class FaultsTrial implements Callable<Integer> {
    private static final int MOST_CALLS = 50_000_000;
    private static final Plan.Times TIMES =
            new Plan.Times(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(2));

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "100000",
            description = "The minimum number of calls that must succeed; ${DEFAULT-VALUE}.")
    private int calls;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            defaultValue = "64",
            description = "Unary calls at a time, besides four streams; ${DEFAULT-VALUE}.")
    private int outstanding;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "104",
            description = "The number of connections cut, by eight kinds of fault in turn; ${DEFAULT-VALUE}.")
    private int cuts;

    @Option(
            names = "--stop",
            paramLabel = "SECONDS",
            split = ",",
            defaultValue = "3,60",
            description = "How long the server's process is stopped, each time; ${DEFAULT-VALUE}.")
    private List<Integer> stops = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "900",
            description = "The limit for the whole run; ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        PrintWriter out = spec().commandLine().getOut();
        long start = System.nanoTime();
        try {
            FaultRun.Result result = FaultRun.of(plan);
            out.printf("%-42s %5s %10s%n", "fault", "times", "over after");
            result.findings().forEach(finding -> out.println(finding.text()));
            out.printf(
                    Locale.ROOT,
                    "%d connections cut; %.0f s in all%n",
                    result.cuts(),
                    (System.nanoTime() - start) / 1e9);
            out.print(result.verdict().text());
            out.println(result.good() ? "every call ended once and in time; none was executed twice" : "WRONG:");
            result.verdict().wrong().forEach(out::println);
            return result.good() ? 0 : 1;
        } catch (TimeoutException e) {
            out.println("timed out: " + e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    private Plan plan() {
        int whole = inRange("--seconds", seconds, 10, 86_400);
        return new Plan(
                inRange("--calls", calls, 1, MOST_CALLS),
                inRange("--outstanding", outstanding, 1, 1000),
                inRange("--cuts", cuts, 0, 100_000),
                stops.stream()
                        .map(time -> Duration.ofSeconds(inRange("--stop", time, 1, 3600)))
                        .toList(),
                true,
                TIMES,
                new Plan.Bounds(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(whole)));
    }

    private int inRange(String option, int value, int from, int to) {
        if (value < from || value > to) {
            throw new ParameterException(
                    spec().commandLine(), option + ": " + value + " (expected: " + from + ".." + to + ")");
        }
        return value;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets this before call()");
        }
        return spec;
    }
}
