package dev.tenstep.rpc.benchmarks.trials.hostile;

import dev.tenstep.rpc.benchmarks.trials.Counts;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code hostile}: reads its options, attacks, and prints the findings. */
@Command(
        name = "hostile",
        description =
                "Attacks a server that has little memory while an honest client's calls are measured. None of these may "
                        + "fail or take longer than 500 ms; after each attack the server's heap must be within 64 MB of its size before, "
                        + "and at the end every handler must still work.",
        mixinStandardHelpOptions = true)
public final class HostileTrial implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "The attacks to carry out; all by default. An unknown name lists them.")
    private List<String> only = List.of();

    @Option(
            names = "--hold",
            paramLabel = "SECONDS",
            converter = Counts.Positive.class,
            defaultValue = "12",
            description = "The time that each attack lasts; ${DEFAULT-VALUE}.")
    private int hold;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            converter = Counts.Heap.class,
            defaultValue = "512",
            description = "The server's heap; ${DEFAULT-VALUE}.")
    private int heap;

    @Option(
            names = "--handlers",
            paramLabel = "N",
            converter = Counts.Positive.class,
            defaultValue = "256",
            description = "The server's handlers; ${DEFAULT-VALUE}.")
    private int handlers;

    @Override
    public Integer call() throws Exception {
        List<Attack> attacks = attacks();
        PrintWriter out = spec().commandLine().getOut();
        out.println(Finding.heading());
        out.flush();
        boolean good = true;
        HostileRun run = start();
        try {
            for (Attack attack : attacks) {
                Finding finding = run.run(attack);
                out.println(finding.text());
                out.flush();
                if (!finding.good()) {
                    good = false;
                    run.close(); // the other attacks must show their own effect
                    run = start();
                }
            }
            int left = run.handlersLeft();
            out.printf("%d of %d handlers work at once%n", left, handlers);
            return good && left == handlers ? 0 : 1;
        } finally {
            run.close();
            out.flush();
        }
    }

    private HostileRun start() throws IOException {
        return HostileRun.start(new HostileRun.Plan(heap, handlers, WARM_UP, Duration.ofSeconds(hold)));
    }

    private List<Attack> attacks() {
        List<Attack> all = Attacks.all();
        List<String> names = all.stream().map(Attack::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                String list = all.stream()
                        .map(attack -> String.format("%n  %-15s %s", attack.name(), attack.what()))
                        .collect(Collectors.joining());
                throw new ParameterException(
                        spec().commandLine(), "--only: '" + name + "' (expected some of:" + list + ")");
            }
        }
        return all.stream()
                .filter(attack -> only.isEmpty() || only.contains(attack.name()))
                .toList();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets this before call()");
        }
        return spec;
    }
}
