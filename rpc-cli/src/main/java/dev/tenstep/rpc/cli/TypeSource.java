package dev.tenstep.rpc.cli;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.cli.call.ConnectionOptions;
import dev.tenstep.rpc.cli.schema.ReflectedTypes;
import dev.tenstep.rpc.cli.schema.Types;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The source of the types that a command shows: a server, or files. */
final class TypeSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "[TARGET] NAME",
            description = "The server, host:port or unix:PATH, unless the types are in files; then what to show.")
    private List<String> words = List.of();

    @Mixin
    private TypeOptions files;

    @Mixin
    private ConnectionOptions connection;

    /** Shows types. */
    @FunctionalInterface
    interface Use {
        void of(Types types, List<String> names, PrintWriter out);
    }

    /** Runs a use of the types, and returns the command's exit code, 0. */
    int with(Use use) {
        PrintWriter out = spec.commandLine().getOut();
        String option = files.option();
        if (option != null) {
            connection.refuse(option);
            if (!words.isEmpty() && words.get(0).indexOf(':') >= 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the TARGET " + words.get(0) + " with " + option
                                + " (expected: one of them, since no server is called)");
            }
        }
        Types local = files.local();
        if (local != null) {
            use.of(local, words, out);
            out.flush();
            return 0;
        }
        if (words.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no TARGET (expected: host:port, or --class-path or --proto)");
        }
        try (RpcClient client = connection.connect(words.get(0))) {
            use.of(new ReflectedTypes(client, connection.calls()), words.subList(1, words.size()), out);
            out.flush();
            return 0;
        }
    }
}
