package dev.tenstep.rpc.examples;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.CallTrace;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls the examples on a server and prints the replies. */
@Command(
        name = "client",
        description = "Calls the examples on a server and prints the replies.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar rpc-examples.jar client",
            "  java -jar rpc-examples.jar client --target 127.0.0.1:9090 --serializer protobuf",
            "  java -jar rpc-examples.jar client hello --trace",
            "  java -jar rpc-examples.jar client hello --trace --warm-up 2000    once the JVMs have compiled the code",
            "  java -jar rpc-examples.jar client ticker --prices 100             as they arrive, or until Ctrl-C",
            "  java -jar rpc-examples.jar client upload --file holiday.jpg       with a progress bar",
            "  java -jar rpc-examples.jar client chat --as ann                   sends what you type, until Ctrl-D",
            "  java -jar rpc-examples.jar client hello --protocol grpc --serializer protobuf --target 127.0.0.1:50051",
            "  java -jar rpc-examples.jar client doorman --config DIRECTORY/mutual.properties    with a certificate"
        })
final class ClientCommand implements Callable<Integer> {
    private static final int TRACE_SECONDS = 5;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "EXAMPLE",
            description = "The examples to call: " + Example.NAMES + "; all if none is given.")
    private List<String> examples = List.of();

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "host:port, several of them separated by commas, or unix:PATH; overrides the configuration.")
    private @Nullable String target;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "tenstep, or grpc for servers in any language; overrides the configuration.")
    private @Nullable String protocol;

    @Mixin
    private Choices choices;

    @Mixin
    private ByHand byHand;

    @Option(names = "--trace", description = "Print the ten steps of each call that has one result.")
    private boolean trace;

    @Option(
            names = "--warm-up",
            paramLabel = "CALLS",
            defaultValue = "0",
            description = "Make each call this many times beforehand, without output; ${DEFAULT-VALUE} if not given.")
    private int warmUp;

    private final BlockingQueue<CallTrace> traces = new LinkedBlockingQueue<>();

    @Override
    public Integer call() throws Exception {
        if (warmUp < 0) {
            throw new ParameterException(spec.commandLine(), "--warm-up: " + warmUp + " (expected: 0 or more)");
        }
        List<Example> chosen = examples.isEmpty()
                ? List.of(Example.values())
                : examples.stream().map(this::example).toList();
        byHand.check(examples.isEmpty() ? List.of() : chosen);
        if ((trace || warmUp > 0) && chosen.stream().allMatch(byHand::runs)) {
            throw new ParameterException(
                    spec.commandLine(),
                    (trace ? "--trace" : "--warm-up: " + warmUp)
                            + " (expected: an example without an option of its own)");
        }
        try (RpcClient client = choices.make(this::connect)) {
            CallOptions options = trace ? CallOptions.DEFAULT.withTrace(traces::add) : CallOptions.DEFAULT;
            for (Example example : chosen) {
                if (!byHand.run(example, client, options)) {
                    for (Example.Line line : example.calls(client, options)) {
                        show(line);
                    }
                }
            }
        }
        return 0;
    }

    private Example example(String name) {
        Example found = Example.of(name);
        if (found == null) {
            throw new ParameterException(
                    spec.commandLine(), "EXAMPLE: " + name + " (expected one of: " + Example.NAMES + ")");
        }
        return found;
    }

    private RpcClient connect(@Nullable String serializer) {
        RpcClient.Builder builder = RpcClient.builder();
        if (target != null) {
            builder.to(target);
        }
        if (protocol != null) {
            builder.protocol(protocol);
        }
        if (serializer != null) {
            builder.serializer(serializer);
        }
        return builder.build();
    }

    private void show(Example.Line line) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            line.call().call();
        }
        traces.clear();
        Example.Answer answer = line.call().call();
        PrintWriter out = spec.commandLine().getOut();
        out.println(line.text() + " -> " + answer.text());
        if (trace && answer.traced()) {
            // The thread that read the reply reports it, perhaps a moment later than this one.
            CallTrace told = traces.poll(TRACE_SECONDS, TimeUnit.SECONDS);
            out.println(told == null ? "  (the server did not report its steps)" : told.table());
        }
        out.flush();
    }
}
