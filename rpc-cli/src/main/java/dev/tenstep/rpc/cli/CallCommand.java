package dev.tenstep.rpc.cli;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.cli.call.ConnectionOptions;
import dev.tenstep.rpc.cli.call.DynamicMethod;
import dev.tenstep.rpc.cli.call.DynamicSerializer;
import dev.tenstep.rpc.cli.call.JsonMessages;
import dev.tenstep.rpc.cli.schema.ReflectedTypes;
import dev.tenstep.rpc.cli.schema.Types;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls a method with messages in JSON. */
@Command(
        name = "call",
        description = {
            "Calls a method with messages in JSON, and prints the replies: a single one on several lines, those of a"
                    + " stream on one line each, as they arrive.",
            "The types are known by the server's reflection, or by --class-path or --proto."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The call succeeded.",
            "1:The server's types make no sense, or something else failed.",
            "2:The command line, the data or the configuration is wrong.",
            "65..80:The call, or asking for its types, failed with the status 1 (CANCELLED) to 16 (UNAUTHENTICATED)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc call 127.0.0.1:50000 rpc_package.HelloWorldService/SayHello -d '{\"name\": \"shen\"}'",
            "  rpc call 127.0.0.1:50000 chat.Chat/Talk -d @lines.json       a file of messages, one after the other",
            "  rpc call 127.0.0.1:50000 chat.Chat/Talk -d -                 messages from standard input",
            "  rpc call example.com:443 acme.Users/Find --tls -H 'authorization: Bearer abc' --deadline 2s -v"
        })
final class CallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TARGET", description = "The server: host:port or unix:PATH.")
    private String target;

    @Parameters(
            index = "1",
            paramLabel = "SERVICE/METHOD",
            description =
                    "The method, such as acme.Users/Find; it may begin in either case, but with --protocol tenstep must be as in Java.")
    private String path;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "JSON",
            description =
                    "The request: a JSON object, @FILE, or - for standard input; several, one after the other, for"
                            + " a stream. An empty message, or no message of a stream, if not given.")
    private @Nullable String data;

    @Option(names = "--defaults", description = "Print fields that have their default values, too.")
    private boolean defaults;

    @Option(names = "--compact", description = "Print a single reply on one line, too.")
    private boolean compact;

    @Option(
            names = {"-v", "--verbose"},
            description =
                    "Print metadata, the whole text of a failure, and the steps of the call: all ten if it had one reply and"
                            + " the server tells its part of them, else those that the client knows.")
    private boolean verbose;

    @Mixin
    private TypeOptions files;

    @Mixin
    private ConnectionOptions connection;

    @Override
    public Integer call() throws IOException {
        Supplier<CallOptions> options = connection.calls();
        Types local = files.local();
        Observed observed = verbose ? new Observed(spec.commandLine().getErr()) : null;
        try (RpcClient client = connection.connect(target, each -> {
            each.serializer(new DynamicSerializer());
            return observed == null ? each : observed.on(each);
        })) {
            MethodDescriptor method = (local == null ? new ReflectedTypes(client, options) : local).method(path);
            return call(client, method, options, observed);
        }
    }

    private int call(
            RpcClient client, MethodDescriptor descriptor, Supplier<CallOptions> options, @Nullable Observed observed)
            throws IOException {
        DynamicMethod method = DynamicMethod.of(descriptor, wireName(descriptor));
        JsonMessages json = new JsonMessages(descriptor.getFile(), defaults);
        PrintWriter err = spec.commandLine().getErr();
        boolean streams = descriptor.isClientStreaming() || descriptor.isServerStreaming();
        Counter counter = new Counter(err, streams && Terminal.isStandardError(), System::nanoTime);
        try (Reader input = new Data(data, descriptor.isClientStreaming()).open(spec)) {
            Stream<DynamicMessage> requests =
                    json.read(input, descriptor.getInputType()).peek(each -> counter.sent());
            if (!descriptor.isClientStreaming()) {
                requests = Stream.of(single(requests.iterator()));
            }
            CallOptions left = options.get();
            CallOptions all = observed == null ? left : observed.options(left);
            try (Stream<DynamicMessage> replies = method.call(client, all, requests)) {
                print(replies.iterator(), json, compact || descriptor.isServerStreaming(), counter);
            }
            counter.erase();
            if (observed != null) {
                observed.succeeded();
            }
            return 0;
        } catch (RuntimeException e) {
            counter.erase();
            throw Failures.of(e, json, observed);
        }
    }

    private void print(Iterator<DynamicMessage> replies, JsonMessages json, boolean oneLine, Counter counter) {
        PrintWriter out = spec.commandLine().getOut();
        // Nobody reads on after "| head".
        while (!out.checkError() && replies.hasNext()) {
            String text = json.write(replies.next(), oneLine);
            counter.erase();
            out.println(text);
            out.flush();
            counter.received();
        }
    }

    private DynamicMessage single(Iterator<DynamicMessage> requests) {
        if (!requests.hasNext()) {
            throw new ParameterException(spec.commandLine(), "--data: no message (expected: one)");
        }
        DynamicMessage request = requests.next();
        if (requests.hasNext()) {
            throw new ParameterException(
                    spec.commandLine(), "--data: several messages (expected: one, since " + path + " takes no stream)");
        }
        return request;
    }

    /** Returns the method's name on the wire: Tenstep's own protocol has Java's, which only the user knows. */
    private String wireName(MethodDescriptor method) {
        return connection.protocol().equals("tenstep")
                ? path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('.')) + 1)
                : method.getName();
    }
}
