package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.contender.Mode;
import dev.tenstep.rpc.benchmarks.contender.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code compare}: reads its options, runs the comparison, prints the report. */
@Command(
        name = "compare",
        description = "Compares contenders, each as a server and a client process on loopback.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  compare --quick                        all contenders, three scenarios, under three minutes",
            "  compare --only grpc-direct --operations echo --modes async --levels 256",
            "  compare --json result.json             everything, as for the quoted figures (over half an hour)"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int FULL_WARM_UP_SECONDS = 40;
    private static final int QUICK_WARM_UP_SECONDS_OF_ALL = 90;
    private static final int QUICK_WARM_UP_SECONDS_AT_MOST = 15;
    private static final double FULL_SECONDS = 2;
    private static final double QUICK_SECONDS = 0.4;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--quick",
            description = "Three scenarios, short warm-up and rounds: a first impression, not to be quoted.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Only these contenders (and the two floors that ratios refer to).")
    private List<String> only = List.of();

    @Option(names = "--operations", split = ",", paramLabel = "NAME", description = "Some of ${COMPLETION-CANDIDATES}.")
    private @Nullable List<Operation> operations;

    @Option(names = "--modes", split = ",", paramLabel = "NAME", description = "Some of ${COMPLETION-CANDIDATES}.")
    private @Nullable List<Mode> modes;

    @Option(names = "--levels", split = ",", paramLabel = "N", description = "Calls outstanding; default: 1,32,256.")
    private @Nullable List<Integer> levels;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Length of one measurement. Default: " + FULL_SECONDS + ", quick " + QUICK_SECONDS + ".")
    private @Nullable Double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            description = "Seconds for each contender. Default: " + FULL_WARM_UP_SECONDS
                    + ", with --quick as long as fits; below 7 " + "seconds the JIT compiler is measured too." + "")
    private @Nullable Double warmUp;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures to this file too.")
    private @Nullable Path json;

    @Option(
            names = "--jvm-arg",
            paramLabel = "ARG",
            description = "Passed to every process, after the fixed flags; may be repeated.")
    private List<String> jvmArguments = List.of();

    @Option(names = "--list", description = "Lists the contenders and exits.")
    private boolean list;

    @Option(names = "--contenders", hidden = true, description = "The folder of the contenders' class paths.")
    private @Nullable Path contenders;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads only the annotation
    private boolean help;

    @Override
    public Integer call() throws Exception {
        if (list) {
            Entry.ALL.forEach(
                    entry -> spec().commandLine().getOut().printf("%-24s %s%n", entry.name(), entry.description()));
            return 0;
        }
        Settings settings = settings();
        ClassPaths classPaths = contenders == null ? ClassPaths.besideProgram() : new ClassPaths(contenders);
        checkWritable();
        checkBuilt(settings, classPaths);
        String startedAt = Instant.now().toString();
        Progress progress = new Progress(spec().commandLine().getErr(), Progress.isTerminal());
        Results results = new Comparison(settings, classPaths, progress).run();
        spec().commandLine().getOut().print(MarkdownReport.of(results));
        spec().commandLine().getOut().flush();
        if (json != null) {
            Files.writeString(json, JsonReport.of(settings, results, startedAt));
        }
        return results.failures().isEmpty() ? 0 : 1;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets this before call()");
        }
        return spec;
    }

    private Settings settings() {
        try {
            once("--only", only);
            once("--operations", operations);
            once("--modes", modes);
            once("--levels", levels);
            List<Entry> entries = Entry.named(new LinkedHashSet<>(only));
            return new Settings(
                    entries,
                    scenarios(),
                    (int) positive("--rounds", rounds),
                    millis("--seconds", seconds, quick ? QUICK_SECONDS : FULL_SECONDS),
                    millis("--warmup", warmUp, quick ? quickWarmUp(entries.size()) : FULL_WARM_UP_SECONDS),
                    jvmArguments);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private void once(String option, @Nullable List<?> values) {
        if (values != null && values.stream().distinct().count() < values.size()) {
            throw wrong(option + ": " + values + " (expected: each once)");
        }
    }

    private static double quickWarmUp(int contenders) {
        return Math.min(QUICK_WARM_UP_SECONDS_AT_MOST, (double) QUICK_WARM_UP_SECONDS_OF_ALL / contenders);
    }

    private List<Scenario> scenarios() {
        if (quick && operations == null && modes == null && levels == null) {
            return Scenario.QUICK;
        }
        List<Integer> chosen = levels == null ? List.of(1, 32, 256) : levels;
        for (int level : chosen) {
            if (level < 1 || level > 1024) {
                throw wrong("--levels: " + level + " (expected: 1..1024)");
            }
        }
        return Scenario.combine(
                operations == null ? List.of(Operation.values()) : operations,
                modes == null ? List.of(Mode.values()) : modes,
                chosen);
    }

    private long millis(String option, @Nullable Double found, double otherwise) {
        return Math.max(1, Math.round(1000 * positive(option, found == null ? otherwise : found)));
    }

    private double positive(String option, double value) {
        if (!(value > 0 && value <= 3600)) {
            throw wrong(option + ": " + value + " (expected: above 0, at most 3600)");
        }
        return value;
    }

    private void checkBuilt(Settings settings, ClassPaths classPaths) {
        try {
            settings.entries().forEach(entry -> {
                classPaths.of(entry.client().module());
                classPaths.of(entry.server().module());
            });
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** Fails before the run rather than half an hour later. */
    private void checkWritable() {
        if (json == null) {
            return;
        }
        Path folder = json.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(json)) {
            throw wrong("--json: '" + json + "' can't be written (expected: a file in an existing folder)");
        }
    }

    private ParameterException wrong(@Nullable String message) {
        return new ParameterException(spec().commandLine(), String.valueOf(message));
    }
}
