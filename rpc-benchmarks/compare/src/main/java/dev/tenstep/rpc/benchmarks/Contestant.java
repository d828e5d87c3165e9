package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.Child.ChildFailed;
import dev.tenstep.rpc.benchmarks.contender.ContenderProcess;
import dev.tenstep.rpc.benchmarks.contender.Measured;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import dev.tenstep.rpc.benchmarks.contender.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One contender at work: its server and its client, each a process. Used by one thread. */
final class Contestant implements AutoCloseable {
    static final Duration TO_START = Duration.ofSeconds(30);
    static final Duration TO_ANSWER = Duration.ofSeconds(20);

    private final Entry entry;
    private final String ofServer;
    private final String ofClient;
    private final List<String> jvmArguments;
    private @Nullable Child server;
    private @Nullable Child client;
    private @Nullable DelayedPath path;

    /** Makes one; throws IllegalArgumentException if one of its sides is not built. */
    Contestant(Entry entry, ClassPaths classPaths, List<String> jvmArguments) {
        this.entry = entry;
        this.ofServer = classPaths.of(entry.server().module());
        this.ofClient = classPaths.of(entry.client().module());
        this.jvmArguments = jvmArguments;
    }

    Entry entry() {
        return entry;
    }

    /**
     * Starts both processes and waits until the client is connected.
     *
     * @param delayMillis how long bytes take each way, on top of what they take on loopback
     */
    void start(int delayMillis) throws IOException, ChildFailed, InterruptedException {
        String port = startServer();
        if (delayMillis > 0) {
            path = new DelayedPath(Integer.parseInt(port), delayMillis);
            port = String.valueOf(path.port());
        }
        client = process("client", ofClient, entry.client().variant(), port);
        client.await("ready", TO_START);
    }

    /** Starts the server alone, and returns its port on loopback. */
    String startServer() throws IOException, ChildFailed, InterruptedException {
        server = process("server", ofServer, entry.server().variant());
        return server.await("ready", TO_START);
    }

    /** Returns what the server has used so far. */
    Usage serverUsage() throws ChildFailed, InterruptedException {
        if (server == null) {
            throw new IllegalStateException(entry.name() + " is not started");
        }
        return usage(server);
    }

    private Child process(String role, String classPath, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JvmFlags.all());
        line.addAll(jvmArguments);
        line.addAll(List.of("-cp", classPath, ContenderProcess.class.getName()));
        line.add(role);
        line.addAll(List.of(arguments));
        return Child.start("the " + role + " of " + entry.name(), line);
    }

    /** Runs one scenario and returns the observations of both processes and the loopback interface. */
    Sample measure(Scenario scenario, long millis) throws ChildFailed, InterruptedException {
        return measure(
                "measure " + scenario.operation().label() + " "
                        + scenario.mode().label(),
                scenario.outstanding(),
                millis);
    }

    /** Does the same with streams, so many at a time. */
    Sample measure(StreamKind kind, int outstanding, long millis) throws ChildFailed, InterruptedException {
        return measure("stream " + kind.label() + " async", outstanding, millis);
    }

    private Sample measure(String what, int outstanding, long millis) throws ChildFailed, InterruptedException {
        if (client == null) {
            throw new IllegalStateException(entry.name() + " is not started");
        }
        Usage serverBefore = serverUsage();
        long packetsBefore = LoopbackPackets.count();
        String line = client.ask(what + " " + outstanding + " " + millis, "measured", TO_ANSWER.plusMillis(millis));
        long packets = LoopbackPackets.count() - packetsBefore;
        return new Sample(Measured.fromLine(line), serverUsage().since(serverBefore), packets);
    }

    /** Returns what a process has used so far that obeys the lines of {@link ContenderProcess}. */
    static Usage usage(Child child) throws ChildFailed, InterruptedException {
        String[] numbers = child.ask("usage", "used", TO_ANSWER).split(" ", -1);
        return new Usage(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        if (path != null) {
            path.close();
        }
    }

    /**
     * The result of one measurement.
     *
     * @param packets that the loopback interface carried, whoever sent them; 0 if that is unknown
     */
    record Sample(Measured client, Usage server, long packets) {
        double callsPerSecond() {
            return client.calls() * 1e9 / client.nanos();
        }
    }
}
