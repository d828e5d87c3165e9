package dev.tenstep.rpc.cli.proto;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for the folders that imports of .proto files are looked for in. */
public final class ImportPathOption {
    @Option(
            names = {"-I", "--import-path"},
            paramLabel = "FOLDER",
            description = "The folders of the files that .proto files import; repeatable.")
    private List<Path> folders = List.of();

    /** Made by picocli. */
    public ImportPathOption() {}

    /** Returns the folders in their order. */
    public List<Path> folders() {
        return folders;
    }
}
