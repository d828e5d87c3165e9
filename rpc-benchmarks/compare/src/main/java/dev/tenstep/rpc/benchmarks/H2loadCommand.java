package dev.tenstep.rpc.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.LoadRounds.Load;
import dev.tenstep.rpc.benchmarks.LoadRounds.Sample;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The command {@code h2load}: puts servers under the load of a generator that is none of theirs. */
@Command(
        name = "h2load",
        description = {
            "Puts servers under the load of h2load: the gRPC servers of Tenstep and gRPC-Java, or those of Tenstep, Armeria",
            "and the JDK with JSON over HTTP/1.1. The requests are echoes.",
            "h2load is a program of its own (on Debian: apt-get install nghttp2-client)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class H2loadCommand implements Callable<Integer> {
    private static final int STREAMS = 256;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            defaultValue = "grpc",
            description = "grpc, on one connection, or connect, on one and on 32 keep-alive connections. "
                    + "Default: ${DEFAULT-VALUE}.")
    private H2loadProtocol protocol = H2loadProtocol.GRPC;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "Requests at a time on a connection of grpc. Default: " + STREAMS + ".")
    private @Nullable Integer streams;

    @Override
    public Integer call() throws Exception {
        if (protocol == H2loadProtocol.CONNECT && streams != null) {
            throw wrong("--streams: " + streams + " (expected: none, since a connection of HTTP/1.1 has one)");
        }
        options.check(requireNonNull(spec).commandLine(), Map.of("--streams", streams()));
        Path request = Files.createTempFile("echo", ".request");
        List<Contestant> all = new ArrayList<>();
        try {
            Files.write(request, protocol.request());
            ClassPaths classPaths = options.classPaths();
            for (String name : protocol.servers()) {
                all.add(new Contestant(Entry.of(name), classPaths, List.of()));
            }
            measure(all, request);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } finally {
            all.forEach(Contestant::close);
            Files.delete(request);
        }
        return 0;
    }

    private int streams() {
        return protocol == H2loadProtocol.CONNECT ? 1 : streams == null ? STREAMS : streams;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(requireNonNull(spec).commandLine(), message);
    }

    private void measure(List<Contestant> all, Path request) throws IOException, ChildFailed, InterruptedException {
        Map<Contestant, URI> addresses = new LinkedHashMap<>();
        Map<Contestant, Integer> lengths = new LinkedHashMap<>();
        for (Contestant each : all) {
            URI address = URI.create("http://127.0.0.1:" + each.startServer() + "/Users/Echo");
            addresses.put(each, address);
            lengths.put(each, protocol.answerBytes(address));
        }
        for (int connections : protocol.connections()) {
            Map<String, Load> loads = new LinkedHashMap<>();
            for (Contestant each : all) {
                List<String> command = command(connections, request, addresses.get(each));
                loads.put(each.entry().name(), seconds -> load(each, command, lengths.get(each), seconds));
            }
            print(connections, LoadRounds.run(loads, options));
        }
    }

    private List<String> command(int connections, Path request, URI address) {
        List<String> command = new ArrayList<>(List.of("h2load", "--clients=" + connections));
        command.add("--max-concurrent-streams=" + streams());
        command.addAll(protocol.options());
        command.add("--data=" + request);
        command.add(address.toString());
        return command;
    }

    private Sample load(Contestant server, List<String> command, int answerBytes, int seconds)
            throws IOException, ChildFailed, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add("--duration=" + seconds);
        Usage before = server.serverUsage();
        H2loadReport report = H2loadReport.of(run(line), answerBytes);
        return Sample.of(report.requests(), seconds, server.serverUsage().since(before));
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

    private void print(int connections, LoadRounds rounds) {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.println("### echo of " + protocol.user() + " under h2load, " + connections
                + (connections == 1 ? " connection" : " connections")
                + (streams() == 1 ? "" : ", " + streams() + " streams")
                + "\n\n" + rounds.table(protocol.base(), "request"));
        out.flush();
    }
}
