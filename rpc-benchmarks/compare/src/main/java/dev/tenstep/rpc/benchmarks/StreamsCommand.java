package dev.tenstep.rpc.benchmarks;

import static dev.tenstep.rpc.benchmarks.contender.StreamKind.BLOCKS;
import static dev.tenstep.rpc.benchmarks.contender.StreamKind.FAR;
import static dev.tenstep.rpc.benchmarks.contender.StreamKind.USERS;
import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.Contestant.Sample;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code streams}: measures how fast messages stream from a server to its client, for the contenders that
 * can stream.
 */
@Command(
        name = "streams",
        description = "Compares how fast messages stream from a server to its client: small ones, and blocks of 64 KB.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StreamsCommand implements Callable<Integer> {
    private static final String BASE = "grpc-direct";
    private static final List<String> CONTENDERS = List.of(
            "tenstep-protobuf",
            "tenstep-protobuf-default",
            "tenstep-grpc",
            BASE,
            "tenstep-to-grpc",
            "grpc-to-tenstep",
            "grpc-default",
            "rsocket");
    private static final int MOST = 3600;
    private static final int LONGEST_DELAY = 1000;
    private static final int[] LEVELS = {1, 16};

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "Length of one measurement. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds for each contender. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these contenders.")
    private List<String> only = CONTENDERS;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Milliseconds that bytes take each way; streams are longer then, 16 MB. Default: 0.")
    private int delay;

    @Option(names = "--contenders", hidden = true, description = "The folder of the contenders' class paths.")
    private @Nullable Path contenders;

    private record Scene(StreamKind kind, int outstanding) {
        @Override
        public String toString() {
            return kind.messages() + " " + kind.label() + " of " + kind.messageBytes() + " bytes a stream, "
                    + outstanding + (outstanding == 1 ? " stream" : " streams") + " at a time";
        }
    }

    @Override
    public Integer call() throws Exception {
        check("--rounds", rounds);
        check("--seconds", seconds);
        check("--warmup", warmUp);
        if (delay < 0 || delay > LONGEST_DELAY) {
            throw wrong("--delay: " + delay + " (expected: 0.." + LONGEST_DELAY + ")");
        }
        for (String name : only) {
            if (!CONTENDERS.contains(name)) {
                throw wrong("--only: " + name + " (expected: some of " + String.join(", ", CONTENDERS) + ")");
            }
        }
        List<Contestant> all = contestants();
        try {
            run(all);
        } finally {
            all.forEach(Contestant::close);
        }
        return 0;
    }

    private List<Contestant> contestants() {
        ClassPaths classPaths = contenders == null ? ClassPaths.besideProgram() : new ClassPaths(contenders);
        List<Contestant> all = new ArrayList<>();
        try {
            for (Entry entry : Entry.ALL) {
                if (only.contains(entry.name())) {
                    all.add(new Contestant(entry, classPaths, List.of()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        return all;
    }

    private void check(String option, double value) {
        if (!(value > 0 && value <= MOST)) {
            throw wrong(option + ": " + value + " (expected: above 0, at most " + MOST + ")");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(requireNonNull(spec).commandLine(), message);
    }

    private void run(List<Contestant> all) throws IOException, ChildFailed, InterruptedException {
        List<Scene> scenes = new ArrayList<>();
        for (StreamKind kind : delay > 0 ? List.of(FAR) : List.of(USERS, BLOCKS)) {
            for (int level : LEVELS) {
                scenes.add(new Scene(kind, level));
            }
        }
        for (Contestant contestant : all) {
            contestant.start(delay);
            for (Scene scene : scenes) {
                contestant.measure(scene.kind, scene.outstanding, Math.round(1000 * warmUp / scenes.size()));
            }
        }
        for (Scene scene : scenes) {
            Map<String, Sample[]> samples = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Contestant contestant : all) {
                    samples.computeIfAbsent(contestant.entry().name(), name -> new Sample[rounds])[round] =
                            contestant.measure(scene.kind, scene.outstanding, Math.round(1000 * seconds));
                }
            }
            print(scene, samples);
        }
    }

    private void print(Scene scene, Map<String, Sample[]> samples) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("contender", "messages/s", "MB/s", "of " + BASE, "CPU us a message c + s"));
        Sample[] base = samples.get(BASE);
        samples.forEach((name, ofName) -> {
            double rate = Results.median(Arrays.stream(ofName).mapToDouble(s -> rate(scene, s)));
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, i -> rate(scene, ofName[i]) / (base == null ? Double.NaN : rate(scene, base[i])));
            lines.add(List.of(
                    name,
                    String.format(Locale.ROOT, "%,.0f", rate),
                    String.format(Locale.ROOT, "%,.0f", rate * scene.kind.messageBytes() / 1e6),
                    String.format(Locale.ROOT, "%.2f", Results.median(Arrays.stream(ratios))),
                    micros(scene, ofName, true) + " + " + micros(scene, ofName, false)));
        });
        if (spec != null) {
            spec.commandLine().getOut().println("### " + scene + "\n\n" + MarkdownReport.table(lines));
            spec.commandLine().getOut().flush();
        }
    }

    private static double rate(Scene scene, Sample sample) {
        return sample.callsPerSecond() * scene.kind.messages();
    }

    private static String micros(Scene scene, Sample[] samples, boolean client) {
        double micros = Results.median(Arrays.stream(samples).mapToDouble(s -> {
            long nanos = client ? s.client().used().cpuNanos() : s.server().cpuNanos();
            return nanos / 1e3 / Math.max(1, s.client().calls() * (double) scene.kind.messages());
        }));
        return String.format(Locale.ROOT, micros < 10 ? "%.2f" : "%.1f", micros);
    }
}
