package dev.tenstep.rpc.cli.proto;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of the commands for contracts as files. */
@Command(
        name = "proto",
        description = "Writes the .proto files of interfaces, and checks them for changes that break peers.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc proto export --class-path target/classes -o proto",
            "  rpc proto check --class-path target/classes --against proto"
        },
        subcommands = {ExportCommand.class, CheckCommand.class})
public final class ProtoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    public ProtoCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command (expected: export or check)");
    }
}
