package dev.tenstep.rpc.cli.proto;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the class path that has the interfaces. */
public final class ClassPathOption {
    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "Folders and jars with the interfaces and the classes that they use, as java's -cp has them.")
    private @Nullable String path;

    /** Made by picocli. */
    public ClassPathOption() {}

    /** Returns the class path; null if it was not given. */
    public @Nullable String path() {
        return path;
    }
}
