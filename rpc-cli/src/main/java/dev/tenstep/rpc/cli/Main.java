package dev.tenstep.rpc.cli;

import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command that {@code java -jar rpc.jar} runs. It exits with 0 on success, with 2 if the command line or the
 * configuration is wrong, and with 1 if something else failed.
 */
@Command(
        name = "rpc",
        description = "Calls services, by gRPC or Tenstep's own protocol, and keeps their contracts as files.",
        mixinStandardHelpOptions = true,
        version = "rpc 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = GenerateCompletion.class)
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
