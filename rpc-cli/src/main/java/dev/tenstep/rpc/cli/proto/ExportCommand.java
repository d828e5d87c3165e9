package dev.tenstep.rpc.cli.proto;

import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the {@code .proto} files of interfaces: one for each package of their services' names. */
@Command(
        name = "export",
        description = "Writes the .proto files of annotated interfaces, one for each package.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc proto export --class-path target/classes -o proto",
            "  rpc proto export -cp app.jar:lib/* Users"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-cp", "--class-path"},
            required = true,
            paramLabel = "PATH",
            description = "Folders and jars with the interfaces and the classes that they use, as java's -cp has them.")
    private String classPath = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description =
                    "Where to write. Files that would not change are left alone. Without it, one file is printed.")
    private @Nullable Path folder;

    @Parameters(
            paramLabel = "INTERFACE",
            arity = "0..*",
            description =
                    "Interfaces marked @RpcService, by simple name, class name or service name. Without any: all.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ClassPath opened = ClassPath.open(classPath)) {
            Class<?>[] services =
                    opened.contracts(names).stream().map(ServiceContract::type).toArray(Class<?>[]::new);
            Map<String, String> files = ProtoFiles.of(services);
            if (folder == null) {
                if (files.size() > 1) {
                    throw new ParameterException(
                            spec.commandLine(),
                            files.size() + " files, " + String.join(" and ", files.keySet())
                                    + " (expected: one, or a folder to write them to by -o)");
                }
                out.print(String.join("", files.values()));
            } else {
                write(files, folder, out);
            }
        }
        out.flush();
        return 0;
    }

    private static void write(Map<String, String> files, Path folder, PrintWriter out) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            out.println((ProtoFolder.write(path, file.getValue()) ? "wrote " : "unchanged ") + path);
        }
    }
}
