package dev.tenstep.rpc.cli;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.cli.schema.LocalTypes;
import dev.tenstep.rpc.cli.schema.ProtoSources;
import dev.tenstep.rpc.cli.schema.Types;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where types are known from, if not from the server's reflection. */
final class TypeOptions {
    @ArgGroup
    private @Nullable Source source;

    @Option(
            names = {"-I", "--import-path"},
            paramLabel = "FOLDER",
            description = "The folders of the files that .proto files import; repeatable.")
    private List<Path> folders = List.of();

    /** One of the sources. */
    private static final class Source {
        @Option(
                names = {"--class-path", "-cp"},
                paramLabel = "PATH",
                description = "Know the types from the interfaces marked @RpcService on this class path.")
        private @Nullable String classPath;

        @Option(
                names = "--proto",
                paramLabel = "FILE",
                description = "Know the types from this .proto file or descriptor set; repeatable.")
        private List<Path> files = List.of();
    }

    /** Returns the types of the files that were named; null if none was. */
    @Nullable
    Types local() {
        if (source == null) {
            return null;
        }
        return LocalTypes.of(
                source.classPath == null
                        ? ProtoSources.read(source.files, folders).files()
                        : onClassPath(source.classPath));
    }

    private static List<FileDescriptor> onClassPath(String path) {
        try (ClassPath classPath = ClassPath.open(path)) {
            return ProtoFiles.descriptors(classPath.contracts(List.of()));
        }
    }
}
