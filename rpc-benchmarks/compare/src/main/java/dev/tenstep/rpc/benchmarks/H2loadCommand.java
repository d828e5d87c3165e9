package dev.tenstep.rpc.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code h2load}: puts servers under the load of a generator that is neither's own. */
@Command(
        name = "h2load",
        description = {
            "Puts the gRPC servers of Tenstep and gRPC-Java under the load of h2load: echo on one connection.",
            "h2load is a program of its own (on Debian: apt-get install nghttp2-client)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class H2loadCommand implements Callable<Integer> {
    private static final String BASE = "grpc-direct";
    private static final Set<String> CONTENDERS = Set.of("tenstep-grpc", BASE);
    private static final int MOST = 3600;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Length of one measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds for each server. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "256",
            description = "Requests at a time. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(names = "--contenders", hidden = true, description = "The folder of the contenders' class paths.")
    private @Nullable Path contenders;

    /** One measurement: requests a second, and the server's CPU time for each of them. */
    private record Sample(double rate, double micros) {}

    @Override
    public Integer call() throws Exception {
        for (Map.Entry<String, Integer> each : Map.of(
                        "--rounds", rounds, "--seconds", seconds, "--warmup", warmUp, "--streams", streams)
                .entrySet()) {
            if (each.getValue() < 1 || each.getValue() > MOST) {
                throw wrong(each.getKey() + ": " + each.getValue() + " (expected: 1.." + MOST + ")");
            }
        }
        ClassPaths classPaths = contenders == null ? ClassPaths.besideProgram() : new ClassPaths(contenders);
        Path request = Files.createTempFile("echo", ".bin");
        List<Contestant> all = new ArrayList<>();
        try (InputStream echo = requireNonNull(H2loadCommand.class.getResourceAsStream("echo.bin"))) {
            Files.copy(echo, request, StandardCopyOption.REPLACE_EXISTING);
            Entry.ALL.stream()
                    .filter(entry -> CONTENDERS.contains(entry.name()))
                    .forEach(entry -> all.add(new Contestant(entry, classPaths, List.of())));
            measure(all, request);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } finally {
            all.forEach(Contestant::close);
            Files.delete(request);
        }
        return 0;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(requireNonNull(spec).commandLine(), message);
    }

    private void measure(List<Contestant> all, Path request) throws IOException, ChildFailed, InterruptedException {
        Map<Contestant, String> ports = new LinkedHashMap<>();
        Map<String, Sample[]> samples = new LinkedHashMap<>();
        for (Contestant each : all) {
            ports.put(each, each.startServer());
            samples.put(each.entry().name(), new Sample[rounds]);
            load(each, ports.get(each), request, warmUp);
        }
        for (int round = 0; round < rounds; round++) {
            for (Contestant each : all) {
                samples.get(each.entry().name())[round] = load(each, ports.get(each), request, seconds);
            }
        }
        print(samples);
    }

    private Sample load(Contestant server, String port, Path request, int length)
            throws IOException, ChildFailed, InterruptedException {
        List<String> command = List.of(
                "h2load",
                "--duration=" + length,
                "--clients=1",
                "--max-concurrent-streams=" + streams,
                "--header=content-type: application/grpc",
                "--header=te: trailers",
                "--data=" + request,
                "http://127.0.0.1:" + port + "/Users/Echo");
        Usage before = server.serverUsage();
        H2loadReport report = H2loadReport.of(run(command), Files.size(request));
        Usage used = server.serverUsage().since(before);
        return new Sample(report.requests() / (double) length, used.cpuNanos() / 1e3 / report.requests());
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw wrong("h2load cannot be started: " + e.getMessage() + " (on Debian: apt-get install nghttp2-client)");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private void print(Map<String, Sample[]> samples) {
        Sample[] base = samples.get(BASE);
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("server", "requests/s", "of " + BASE, "CPU us a request", "of " + BASE));
        samples.forEach((name, ofName) -> {
            double[] rates = new double[rounds];
            double[] micros = new double[rounds];
            Arrays.setAll(rates, i -> ofName[i].rate / base[i].rate);
            Arrays.setAll(micros, i -> ofName[i].micros / base[i].micros);
            lines.add(List.of(
                    name,
                    number(
                            "%,.0f",
                            Arrays.stream(ofName).mapToDouble(Sample::rate).toArray()),
                    number("%.2f", rates),
                    number(
                            "%.2f",
                            Arrays.stream(ofName).mapToDouble(Sample::micros).toArray()),
                    number("%.3f", micros)));
        });
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.println("### echo of 184 bytes under h2load, 1 connection, " + streams + " streams\n\n"
                + MarkdownReport.table(lines));
        out.flush();
    }

    private static String number(String format, double[] values) {
        return String.format(Locale.ROOT, format, Results.median(Arrays.stream(values)));
    }
}
