package dev.tenstep.rpc.benchmarks;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: {@code java -jar rpc-benchmarks.jar compare}. */
@Command(
        name = "rpc-benchmarks",
        description = "Measures Tenstep, its peers and the raw network under them on this machine.",
        subcommands = {
            CompareCommand.class,
            StreamsCommand.class,
            H2loadCommand.class,
            NetrpcCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Benchmarks {
    private static final int WIDTH = 110;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads only the annotation
    private boolean help;

    /** Exits with 0 if every contender was measured, 1 if one failed, 2 if the arguments are wrong. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the program as tests start it, with access to its output and its exit value. */
    public static CommandLine commandLine() {
        return new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler(Benchmarks::explain);
    }

    private static int explain(@Nullable ParameterException wrong, String @Nullable [] arguments) {
        if (wrong == null) {
            return CommandLine.ExitCode.USAGE;
        }
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException) {
            UnmatchedArgumentException.printSuggestions(wrong, err);
            String options =
                    String.join(" ", command.getCommandSpec().optionsMap().keySet());
            err.println("known options: " + options);
        }
        err.println("For all of them and examples: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
