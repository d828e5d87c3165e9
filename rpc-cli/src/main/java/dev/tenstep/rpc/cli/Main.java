package dev.tenstep.rpc.cli;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.cli.Failures.CallFailedException;
import dev.tenstep.rpc.cli.call.JsonMessages.BadJsonException;
import dev.tenstep.rpc.cli.proto.ProtoCommand;
import dev.tenstep.rpc.cli.schema.UnknownSymbolException;
import dev.tenstep.rpc.cli.schema.UnreadableSchemaException;
import dev.tenstep.rpc.contract.ContractException;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command that {@code java -jar rpc.jar} runs. It exits with 0 on success, with 2 if the command line, the
 * configuration or a schema is wrong, with 64 and the status's number if a call failed, and with 1 if something else did.
 */
@Command(
        name = "rpc",
        description = "Calls services, by gRPC or Tenstep's own protocol, and keeps their contracts as files.",
        mixinStandardHelpOptions = true,
        version = "rpc 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListCommand.class,
            DescribeCommand.class,
            CallCommand.class,
            HealthCommand.class,
            ProtoCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc list 127.0.0.1:50000",
            "  rpc call 127.0.0.1:50000 rpc_package.HelloWorldService/SayHello -d '{\"name\": \"shen\"}'",
            "  rpc health 127.0.0.1:50000",
            "  rpc proto check --class-path target/classes --against proto",
            "  rpc call --help"
        })
public final class Main {
    /** Wide enough that the examples in the help are not broken. */
    private static final int WIDTH = 120;

    /** Logback's; a file of the usual name would be in the way of programs that have this module on their class path. */
    private static final String LOG_SETTINGS = "logback.configurationFile";

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "dev/tenstep/rpc/cli/logback.xml");
        }
        System.exit(commandLine().execute(args));
    }

    /** Returns the command line, which tests give other writers. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new CommandLine(new GenerateCompletion()).setCommandName("completion"))
                // A file after @ holds messages, not arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
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
        boolean wrong = e instanceof BadJsonException
                || e instanceof UnknownSymbolException
                || e instanceof UnreadableSchemaException
                || e instanceof ContractException;
        String reason = e instanceof RpcException failure ? failure.code() + ": " + e.getMessage() : e.getMessage();
        PrintWriter err = commandLine.getErr();
        err.println(commandLine.getCommandSpec().qualifiedName() + ": " + (reason == null ? e.toString() : reason));
        err.flush();
        if (e instanceof RpcException failure) {
            return Failures.exitCode(failure);
        }
        if (e instanceof CallFailedException) {
            return Failures.exitCode((RpcException) e.getCause());
        }
        return wrong ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
