package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.cli.call.ConnectionOptions;
import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.cli.schema.ReflectedTypes;
import dev.tenstep.rpc.cli.schema.Types;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes the {@code .proto} files of interfaces, one for each package of their services' names; or the descriptor set of a
 * server, as its reflection tells it.
 */
@Command(
        name = "export",
        description = {
            "Writes the .proto files of annotated interfaces, one for each package.",
            "Without --class-path, writes what a server tells by its reflection, as a descriptor set, which protoc, buf and"
                    + " the option --proto read."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc proto export --class-path target/classes -o proto",
            "  rpc proto export -cp app.jar:lib/* Users",
            "  rpc proto export 127.0.0.1:50000 -o server.binpb"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClassPathOption classPath;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER|FILE",
            description =
                    "Where to write: the folder of .proto files, or the file of a descriptor set. Files that would"
                            + " not change are left alone. Without it, one .proto file is printed.")
    private @Nullable Path output;

    @Option(
            names = "--imports",
            description = "Also write the files of google.type that the others import, which protoc does not bring.")
    private boolean imports;

    @Parameters(
            paramLabel = "INTERFACE | TARGET SERVICE",
            arity = "0..*",
            description =
                    "Interfaces marked @RpcService, by simple name, class name or service name, or without --class-path a"
                            + " server and its services. Without any: all.")
    private List<String> words = List.of();

    @Mixin
    private ConnectionOptions connection;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String path = classPath.path();
        if (path == null) {
            exportServer(out);
        } else {
            connection.refuse("--class-path");
            exportInterfaces(path, out);
        }
        out.flush();
        return 0;
    }

    private void exportInterfaces(String path, PrintWriter out) throws IOException {
        try (ClassPath opened = ClassPath.open(path)) {
            Class<?>[] services =
                    opened.contracts(words).stream().map(ServiceContract::type).toArray(Class<?>[]::new);
            Map<String, String> files = new TreeMap<>(ProtoFiles.of(services));
            if (imports) {
                files.putAll(ProtoFiles.imports(services));
            }
            if (output != null) {
                write(files, output, out);
            } else if (files.size() > 1) {
                throw wrong(files.size() + " files, " + String.join(" and ", files.keySet())
                        + " (expected: one, or a folder to write them to by -o)");
            } else {
                out.print(String.join("", files.values()));
            }
        }
    }

    private void exportServer(PrintWriter out) throws IOException {
        if (words.isEmpty() || output == null) {
            throw wrong(
                    words.isEmpty()
                            ? "neither --class-path nor a TARGET (expected: one of them)"
                            : "no -o (expected: the file of the descriptor set)");
        }
        if (imports) {
            throw wrong("--imports without --class-path (expected: both, or neither; a server's descriptor set has all"
                    + " imports)");
        }
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        try (RpcClient client = connection.connect(words.get(0))) {
            Types types = new ReflectedTypes(client, connection.calls());
            List<String> services = words.size() > 1 ? words.subList(1, words.size()) : types.services();
            services.forEach(each -> add(types.fileOf(each), files));
        }
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        files.values().forEach(each -> set.addFile(each.toProto()));
        if (output.getParent() != null) {
            Files.createDirectories(output.getParent());
        }
        Files.write(output, set.build().toByteArray());
        out.println("wrote " + output + ": " + String.join(", ", files.keySet()));
    }

    /** Adds a file after those that it imports, as readers of descriptor sets expect. */
    private static void add(FileDescriptor file, Map<String, FileDescriptor> files) {
        if (!files.containsKey(file.getName())) {
            file.getDependencies().forEach(each -> add(each, files));
            files.put(file.getName(), file);
        }
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private static void write(Map<String, String> files, Path folder, PrintWriter out) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            out.println((ProtoFolder.write(path, file.getValue()) ? "wrote " : "unchanged ") + path);
        }
    }
}
