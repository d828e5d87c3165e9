package dev.tenstep.rpc.cli;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.cli.Failures.CallFailedException;
import dev.tenstep.rpc.cli.call.JsonMessages.BadJsonException;
import dev.tenstep.rpc.cli.proto.ProtoCommand;
import dev.tenstep.rpc.cli.schema.UnknownSymbolException;
import dev.tenstep.rpc.cli.schema.UnreadableSchemaException;
import dev.tenstep.rpc.contract.ContractException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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

    /** The character that the JVM puts in the place of bytes in arguments that it cannot decode. */
    private static final char UNDECODED = '\ufffd';

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "dev/tenstep/rpc/cli/logback.xml");
        }
        String undecoded = undecoded(args, String.valueOf(System.getProperty("sun.jnu.encoding")));
        if (undecoded != null) {
            writer(FileDescriptor.err).println("rpc: " + undecoded);
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(commandLine()
                .setOut(writer(FileDescriptor.out))
                .setErr(writer(FileDescriptor.err))
                .execute(args));
    }

    /** Returns the reason why arguments are not what was typed; null if they are. */
    static @Nullable String undecoded(String[] args, String encoding) {
        for (String arg : args) {
            if (arg.indexOf(UNDECODED) >= 0 && !encoding.equalsIgnoreCase("UTF-8")) {
                return "the argument " + arg + " has bytes that are not characters in the locale's encoding, "
                        + encoding + " (expected: a locale of UTF-8, such as LC_ALL=C.UTF-8, or -d @FILE)";
            }
        }
        return null;
    }

    /**
     * Returns a writer of UTF-8, which JSON is in whatever the locale is. It knows when nobody reads on, which System.out
     * does not tell.
     */
    static PrintWriter writer(FileDescriptor output) {
        return new PrintWriter(new FileOutputStream(output), true, StandardCharsets.UTF_8);
    }

    /** Returns the command line, which tests give other writers. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new CommandLine(new GenerateCompletion()).setCommandName("completion"))
                // A file after @ holds messages, not arguments.
                .setExpandAtFiles(false)
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler((e, args) -> wrong(e))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failed(e, commandLine));
    }

    /** Runs a command; classes that do not fit together, and input that nests too deeply, are failures like others. */
    private static int run(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (LinkageError | StackOverflowError e) {
            List<CommandLine> commands = parsed.asCommandLineList();
            String text = e.getCause() == null ? e.toString() : e + ", caused by " + e.getCause();
            throw new ExecutionException(commands.get(commands.size() - 1), text, new IllegalStateException(text, e));
        }
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

    private static int failed(Exception thrown, CommandLine commandLine) {
        Exception e = thrown instanceof UncheckedIOException unchecked ? unchecked.getCause() : thrown;
        boolean wrong = e instanceof BadJsonException
                || e instanceof UnknownSymbolException
                || e instanceof UnreadableSchemaException
                || e instanceof ContractException;
        PrintWriter err = commandLine.getErr();
        err.println(commandLine.getCommandSpec().qualifiedName() + ": " + Terminal.plain(reason(e)));
        err.flush();
        if (e instanceof RpcException failure) {
            return Failures.exitCode(failure);
        }
        if (e instanceof CallFailedException) {
            return Failures.exitCode((RpcException) e.getCause());
        }
        return wrong ? CommandLine.ExitCode.USAGE : commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String reason(Exception e) {
        if (e instanceof RpcException failure) {
            return failure.code() + ": " + e.getMessage();
        }
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return reason(file);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Says what the exceptions that only have a path leave to their names. */
    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return e.getFile() + " does not exist (expected: a file or folder)";
        }
        if (e instanceof AccessDeniedException) {
            return e.getFile() + " is denied (expected: the permission to read or write it)";
        }
        return e instanceof FileAlreadyExistsException ? e.getFile() + " is a file (expected: a folder)" : e.toString();
    }
}
