package dev.tenstep.rpc.cli;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.cli.proto.ClassPathOption;
import dev.tenstep.rpc.cli.proto.ImportPathOption;
import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.cli.schema.LocalTypes;
import dev.tenstep.rpc.cli.schema.ProtoSources;
import dev.tenstep.rpc.cli.schema.Types;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say where types are known from, if not from the server's reflection. */
final class TypeOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ClassPathOption classPath;

    @Option(
            names = "--proto",
            paramLabel = "FILE",
            description = "Know the types from this .proto file or descriptor set; repeatable. Not with --class-path.")
    private List<Path> files = List.of();

    @Mixin
    private ImportPathOption importPath;

    /** Returns the types of the files that were named; null if none was. */
    @Nullable
    Types local() {
        String path = classPath.path();
        if (path != null && !files.isEmpty()) {
            throw wrong("--class-path with --proto (expected: one of them)");
        }
        if (files.contains(Path.of(""))) {
            throw wrong("--proto: '' (expected: a .proto file, a folder of them, or a descriptor set)");
        }
        if (files.isEmpty() && !importPath.folders().isEmpty()) {
            throw wrong("--import-path without --proto (expected: both; the folders have what .proto files import)");
        }
        if (path != null) {
            return LocalTypes.of(onClassPath(path));
        }
        return files.isEmpty()
                ? null
                : LocalTypes.of(ProtoSources.read(files, importPath.folders()).files());
    }

    /** Returns the option that says where types are known from; null if none was given. */
    @Nullable
    String option() {
        return classPath.path() != null ? "--class-path" : files.isEmpty() ? null : "--proto";
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private static List<FileDescriptor> onClassPath(String path) {
        try (ClassPath classPath = ClassPath.open(path)) {
            return ProtoFiles.descriptors(classPath.contracts(List.of()));
        }
    }
}
