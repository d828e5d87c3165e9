package dev.tenstep.rpc.cli.proto;

import dev.tenstep.rpc.cli.schema.ClassPath;
import dev.tenstep.rpc.cli.schema.ProtoSources;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Compares interfaces, or {@code .proto} files, with older {@code .proto} files. It exits with 0 if nothing breaks peers, with 1 if
 * something does, and with 2 if it could not compare.
 */
@Command(
        name = "check",
        description =
                "Compares interfaces or .proto files with older .proto files, and lists the changes that break peers.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        // 1 is what a break is told by.
        exitCodeOnExecutionException = CommandLine.ExitCode.USAGE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing breaks peers.",
            "1:Something does; each change is listed with its place in the old file.",
            "2:The command line is wrong, a file or class cannot be read, or a file cannot be written."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rpc proto check --class-path target/classes --against proto",
            "  rpc proto check --class-path target/classes --against proto --update",
            "  rpc proto check new/acme.proto --against old/acme.proto --level WIRE"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClassPathOption classPath;

    @Option(
            names = "--against",
            required = true,
            paramLabel = "OLD",
            description = "The older contract: a .proto file, a folder of them, or a descriptor set.")
    private Path against = Path.of("");

    @Mixin
    private ImportPathOption importPath;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "FILE",
            description = "FILE (the default) keeps source code, JSON and bytes of peers; WIRE only the bytes.")
    private Level level = Level.FILE;

    @Option(
            names = "--update",
            description = "Rewrites the .proto files of OLD from the class path, if nothing breaks.")
    private boolean update;

    @Option(
            names = {"-v", "--verbose"},
            description = "Lists what is new as well.")
    private boolean verbose;

    @Parameters(
            paramLabel = "NEW",
            arity = "0..*",
            description = "With a class path: interfaces, by simple name, class name or service name, or none for all."
                    + " Otherwise: .proto files, folders of them, or descriptor sets.")
    private List<String> subjects = List.of();

    @Override
    public Integer call() throws IOException {
        Contract old = Contract.of(ProtoSources.read(List.of(against), importPath.folders()));
        int code;
        String path = classPath.path();
        if (path == null) {
            if (update || subjects.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        (update ? "--update" : "nothing to check") + " without --class-path (expected: it"
                                + (update ? ")" : ", or .proto files)"));
            }
            List<Path> files = subjects.stream().map(Path::of).toList();
            code = compare(old, Contract.of(ProtoSources.read(files, importPath.folders())), Map.of());
        } else {
            try (ClassPath opened = ClassPath.open(path)) {
                code = compare(old, opened.contracts(subjects));
            }
        }
        spec.commandLine().getOut().flush();
        return code;
    }

    private int compare(Contract old, List<ServiceContract> services) throws IOException {
        Contract now = Contract.of(services);
        if (!subjects.isEmpty()) {
            Set<String> names = services.stream().map(ServiceContract::name).collect(Collectors.toSet());
            if (update && !names.containsAll(old.services().keySet())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--update with some of the interfaces of " + against + " (expected: all, or none named)");
            }
            return compare(old.only(names), now, Map.of());
        }
        Class<?>[] types = services.stream().map(ServiceContract::type).toArray(Class<?>[]::new);
        return compare(old, now, outdated(ProtoFiles.of(types)));
    }

    /** Returns the texts that differ from the files that they are in, by file. */
    private Map<Path, String> outdated(Map<String, String> texts) throws IOException {
        boolean folder = Files.isDirectory(against);
        Map<Path, String> outdated = new TreeMap<>();
        if (!folder && (texts.size() > 1 || !against.toString().endsWith(".proto"))) {
            return outdated;
        }
        for (Map.Entry<String, String> each : texts.entrySet()) {
            Path file = folder ? against.resolve(each.getKey()) : against;
            if (!ProtoFolder.has(file, each.getValue())) {
                outdated.put(file, each.getValue());
            }
        }
        return outdated;
    }

    private int compare(Contract old, Contract now, Map<Path, String> outdated) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = Comparison.of(old, now, level);
        List<Finding> breaks = findings.stream().filter(Finding::breaks).toList();
        breaks.forEach(out::println);
        if (verbose) {
            findings.stream().filter(each -> !each.breaks()).forEach(each -> out.println("fine: " + each));
        }
        if (!breaks.isEmpty()) {
            out.println((breaks.size() == 1 ? "1 change breaks" : breaks.size() + " changes break") + " peers"
                    + (update ? "; nothing was updated" : ""));
            return 1;
        }
        for (Map.Entry<Path, String> each : outdated.entrySet()) {
            if (update) {
                ProtoFolder.write(each.getKey(), each.getValue());
                out.println("wrote " + each.getKey());
            } else {
                out.println(each.getKey() + " is out of date: --update writes it, and no change breaks peers");
            }
        }
        return 0;
    }
}
