package dev.tenstep.rpc.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.LoadRounds.Load;
import dev.tenstep.rpc.benchmarks.LoadRounds.Sample;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code netrpc}: puts Go's own server of net/rpc and Tenstep's under the load of Go's own client. */
@Command(
        name = "netrpc",
        description = {
            "Puts Go's server of net/rpc and Tenstep's under the load of Go's client: echoes of a user on one connection.",
            "Needs Go (on Debian: apt-get install golang-go), and measures nothing without it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class NetrpcCommand implements Callable<Integer> {
    private static final String GO = "go";
    private static final List<String> CONTENDERS = List.of("tenstep-netrpc");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--outstanding",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,256",
            description = "Calls at a time, a table for each number. Default: ${DEFAULT-VALUE}.")
    private List<Integer> outstanding = List.of();

    /** The processes to close at the end, the last first. */
    private final Deque<AutoCloseable> processes = new ArrayDeque<>();

    /** A server, and the client that is connected to it. */
    private record Pair(Usages server, Child client) {}

    private interface Usages {
        Usage now() throws ChildFailed, InterruptedException;
    }

    @Override
    public Integer call() throws Exception {
        for (int number : outstanding) {
            options.check(requireNonNull(spec).commandLine(), Map.of("--outstanding", number));
        }
        if (!GoProgram.canBeBuilt()) {
            print("skipped: no go on the path (on Debian: apt-get install golang-go)");
            return 0;
        }
        Path folder = Files.createTempDirectory("netrpc");
        try {
            measure(start(GoProgram.build(folder)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
        } finally {
            for (AutoCloseable each : processes) {
                each.close();
            }
            delete(folder);
        }
        return 0;
    }

    private Map<String, Pair> start(GoProgram program) throws IOException, ChildFailed, InterruptedException {
        ClassPaths classPaths = options.classPaths();
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (String name : CONTENDERS) {
            Contestant contestant = new Contestant(Entry.of(name), classPaths, List.of());
            processes.push(contestant);
            pairs.put(name, new Pair(contestant::serverUsage, client(program, name, contestant.startServer())));
        }
        Child server = program.server();
        processes.push(server);
        String port = server.await("ready", Contestant.TO_START);
        pairs.put(GO, new Pair(() -> Contestant.usage(server), client(program, GO, port)));
        return pairs;
    }

    private Child client(GoProgram program, String server, String port)
            throws IOException, ChildFailed, InterruptedException {
        Child client = program.client(server, port);
        processes.push(client);
        return client;
    }

    private void measure(Map<String, Pair> pairs) throws IOException, ChildFailed, InterruptedException {
        for (int calls : outstanding) {
            Map<String, Load> loads = new LinkedHashMap<>();
            pairs.forEach((name, pair) -> loads.put(name, seconds -> load(pair, calls, seconds)));
            print("### echo of a user under Go's client of net/rpc, 1 connection, " + calls
                    + (calls == 1 ? " call" : " calls") + " at a time\n\n"
                    + LoadRounds.run(loads, options).table(GO, "call"));
        }
    }

    private static Sample load(Pair pair, int calls, int seconds) throws ChildFailed, InterruptedException {
        Usage before = pair.server.now();
        String line = pair.client.ask(
                "measure " + calls + " " + 1000L * seconds, "measured", Contestant.TO_ANSWER.plusSeconds(seconds));
        return sample(line, pair.server.now().since(before));
    }

    /** Reads what follows {@code measured}: the number of calls, and the nanoseconds that they took. */
    static Sample sample(String line, Usage server) {
        String[] numbers = line.split(" ", -1);
        long calls = Long.parseLong(numbers[0]);
        if (calls == 0) {
            throw new IllegalStateException("no call ended");
        }
        return Sample.of(calls, Long.parseLong(numbers[1]) / 1e9, server);
    }

    private void print(String text) {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.println(text);
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.forEach(all::add);
        }
        all.add(folder);
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
