package dev.tenstep.rpc.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.File;
import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Generates the interfaces that a request asks for, or says why none can be. */
final class Generator {
    private final List<Style> styles;
    /** The classes that protobuf-java and this plugin generate, each with its origin. */
    private final Map<ClassName, String> taken = new HashMap<>();

    private final List<String> faults = new ArrayList<>();

    private Generator(LinkedFiles files, List<Style> styles) {
        this.styles = styles;
        files.all().forEach(file -> taken.putAll(JavaNames.generated(file)));
    }

    /**
     * Generates the files, in the order of the request and of the services in each file.
     *
     * @throws RefusedException with a line for each fault of the user's
     * @throws MalformedRequestException if protoc would not send such a request
     */
    static List<File> generate(CodeGeneratorRequest request) throws MalformedRequestException {
        LinkedFiles files = LinkedFiles.of(request);
        List<FileDescriptor> wanted = new ArrayList<>();
        for (String name : request.getFileToGenerateList()) {
            wanted.add(files.named(name, "asked for"));
        }
        Options options = Options.parse(request.getParameter());
        return new Generator(files, options.styles()).generate(wanted);
    }

    private List<File> generate(List<FileDescriptor> wanted) {
        List<ServiceInterface> interfaces =
                wanted.stream().flatMap(file -> interfaces(file).stream()).toList();
        interfaces.forEach(this::check);
        if (!faults.isEmpty()) {
            throw new RefusedException(String.join("\n", faults));
        }
        return interfaces.stream()
                .map(each -> File.newBuilder()
                        .setName(each.path())
                        .setContent(each.text())
                        .build())
                .toList();
    }

    private List<ServiceInterface> interfaces(FileDescriptor file) {
        Comments comments = new Comments(file);
        return file.getServices().stream()
                .flatMap(
                        service -> styles.stream().map(style -> new ServiceInterface(service, style, styles, comments)))
                .toList();
    }

    private void check(ServiceInterface each) {
        String what = "service " + each.service().getFullName();
        String other = taken.putIfAbsent(each.name(), what);
        if (other != null) {
            faults.add(each.service().getFile().getName() + ": " + what + " would be "
                    + each.name().canonicalName() + ", which is the class of " + other
                    + " (expected: a name of its own)");
        }
        each.service().getMethods().forEach(method -> {
            checkPackage(each, method, method.getInputType());
            checkPackage(each, method, method.getOutputType());
        });
    }

    /** Java has no way to name a class of the unnamed package in another package. */
    private void checkPackage(ServiceInterface each, MethodDescriptor method, Descriptor message) {
        boolean nameable = !JavaNames.message(message).packageName().isEmpty()
                || each.name().packageName().isEmpty();
        if (!nameable) {
            faults.add(
                    each.service().getFile().getName() + ": " + method.getFullName() + " uses " + message.getFullName()
                            + ", whose class is in no package (expected: a java_package in "
                            + message.getFile().getName()
                            + ")");
        }
    }
}
