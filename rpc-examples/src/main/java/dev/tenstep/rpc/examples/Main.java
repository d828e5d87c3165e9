package dev.tenstep.rpc.examples;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command that {@code java -jar rpc-examples.jar} runs. It exits with 0 on success, with 2 if the command line or
 * the configuration is wrong, and with 1 if something failed.
 */
@Command(
        name = "rpc-examples",
        description = "Remote calls in ten steps: a server, a client, and both at once.",
        mixinStandardHelpOptions = true,
        version = "rpc-examples 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ServerCommand.class, ClientCommand.class, DemoCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  java -jar rpc-examples.jar demo",
            "  java -jar rpc-examples.jar server --port 9090",
            "  java -jar rpc-examples.jar client --serializer kryo --trace",
            "  java -jar rpc-examples.jar client --help"
        })
public final class Main {
    /** Wide enough that the examples in the help are not broken. */
    private static final int WIDTH = 120;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the command line, which tests give other writers. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler((e, args) -> wrong(e))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, commandLine));
    }

    private static int wrong(ParameterException e) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        String name = commandLine.getCommandSpec().qualifiedName();
        err.println(name + ": " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + name + " --help'.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine commandLine) {
        String name = commandLine.getCommandSpec().qualifiedName();
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        commandLine.getErr().println(name + ": " + reason);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
