package dev.tenstep.rpc.examples;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the example server and clients as processes of their own and shows their conversation. */
@Command(
        name = "demo",
        description =
                "Starts the server as a process of its own on a free loopback port, runs the client as another, once with "
                        + "each serializer, counts the bytes between them, shows the ten steps of one call, has curl, Python and Go call the "
                        + "server where they are installed, and stops everything.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  java -jar rpc-examples.jar demo"})
final class DemoCommand implements Callable<Integer> {
    private static final List<String> SERIALIZERS = List.of("json", "kryo", "protobuf");
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration RUN = Duration.ofSeconds(60);

    /**
     * The examples whose bytes are compared. Streams are left out, since the credit that they grant each other
     * differs from run to run.
     */
    private static final Set<Example> COUNTED = EnumSet.of(Example.HELLO, Example.PANDA, Example.USERS);

    private static final String WARM_UP = "3000";

    /** The bytes that a serializer put on the wire: in a client's whole run, then in one call of each kind. */
    private record Bytes(CountingProxy.Count run, Map<String, CountingProxy.Count> calls) {}

    @Spec
    private CommandSpec spec;

    private PrintWriter out;

    @Override
    public Integer call() throws Exception {
        out = spec.commandLine().getOut();
        try (ChildProcess server = ChildProcess.start("server", List.of("server", "--port", "0"))) {
            String address = server.awaitLine(ServerCommand.READY, START);
            say("The server is process " + server.pid() + ", listening on " + address + ".");
            Map<String, Bytes> bytes = new LinkedHashMap<>();
            for (String serializer : SERIALIZERS) {
                try (CountingProxy proxy = CountingProxy.to(address)) {
                    CountingProxy.Count run = answers(serializer, proxy);
                    bytes.put(serializer, new Bytes(run, callByCall(serializer, proxy)));
                }
            }
            sizes(bytes);
            steps(address);
            say("");
            say("Programs that know nothing of Tenstep, on the same port:");
            new OtherCallers(address, line -> say("  " + line)).call();
            server.terminate(ServerCommand.DRAINED, START);
            say("The server was told to stop (SIGTERM), answered the calls that it had accepted, and exited.");
        }
        return 0;
    }

    private CountingProxy.Count answers(String serializer, CountingProxy proxy) throws Exception {
        say("");
        say("A client process, with " + serializer + ":");
        client(List.of("client", "--target", proxy.address(), "--serializer", serializer))
                .forEach(line -> say("  " + line));
        return proxy.count();
    }

    /**
     * Makes calls from this process, so that the counts before and after each give its bytes: those of the second
     * call of each kind.
     */
    private static Map<String, CountingProxy.Count> callByCall(String serializer, CountingProxy proxy)
            throws Exception {
        Map<String, CountingProxy.Count> counts = new LinkedHashMap<>();
        try (RpcClient client =
                RpcClient.builder().to(proxy.address()).serializer(serializer).build()) {
            for (Example example : COUNTED) {
                for (Example.Line line : example.calls(client, CallOptions.DEFAULT)) {
                    line.call().call();
                    CountingProxy.Count before = proxy.count();
                    line.call().call();
                    counts.put(line.text(), proxy.count().minus(before));
                }
            }
        }
        return counts;
    }

    private void sizes(Map<String, Bytes> bytes) {
        say("");
        say("Bytes on the wire, request + reply, including framing but not TCP headers. A proxy between client and");
        say("server counts them. The first row is a client's whole run, with greeting and declaration of each method;");
        say("the others are one call each on a connection that has made such a call before.");
        say("");
        line("", SERIALIZERS);
        line(
                "the client's run",
                SERIALIZERS.stream().map(s -> bytes.get(s).run().toString()).toList());
        for (String call : bytes.get(SERIALIZERS.get(0)).calls().keySet()) {
            line(
                    call,
                    SERIALIZERS.stream()
                            .map(s -> bytes.get(s).calls().get(call).toString())
                            .toList());
        }
    }

    private void line(String first, List<String> columns) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %-22s", first));
        columns.forEach(column -> text.append(String.format(Locale.ROOT, "%14s", column)));
        say(text.toString());
    }

    private void steps(String address) throws Exception {
        say("");
        say("The ten steps of one call, after " + WARM_UP + " warm-up calls:");
        List<String> command = new ArrayList<>(List.of("client", "hello", "--target", address));
        command.addAll(List.of("--serializer", "protobuf", "--trace", "--warm-up", WARM_UP));
        client(command).forEach(line -> say("  " + line));
    }

    private static List<String> client(List<String> arguments) throws Exception {
        try (ChildProcess client = ChildProcess.start("client", arguments)) {
            return client.awaitSuccess(RUN);
        }
    }

    private void say(String line) {
        out.println(line.stripTrailing());
        out.flush();
    }
}
