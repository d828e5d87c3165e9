package dev.tenstep.rpc.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import com.palantir.javapoet.ClassName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** The names of classes, as protobuf-java chooses them, and of what is generated here. */
final class JavaNames {
    /** Words that no class can be named by, although they aren't keywords. */
    private static final Set<String> NO_CLASSES = Set.of("permits", "record", "sealed", "var", "yield");

    private JavaNames() {}

    /** The class of a message, wherever its file's options put it. */
    static ClassName message(Descriptor message) {
        String inPackage = GeneratorNames.getFileJavaPackage(message.getFile());
        String qualified = GeneratorNames.getQualifiedClassName(message);
        String[] names = (inPackage.isEmpty() ? qualified : qualified.substring(inPackage.length() + 1)).split("\\.");
        return ClassName.get(inPackage, names[0], Arrays.copyOfRange(names, 1, names.length));
    }

    /** The interface of a service: its name, in the package of its file's messages. */
    static ClassName service(ServiceDescriptor service, Style style) {
        String name = service.getName() + style.suffix();
        boolean taken = isKeyword(name) || NO_CLASSES.contains(name);
        return ClassName.get(GeneratorNames.getFileJavaPackage(service.getFile()), taken ? name + "_" : name);
    }

    /**
     * The names of a service's methods in Java, by descriptor in the order of the file. A method whose name needs no
     * {@code @RpcMethod} keeps it, wherever in the file others of the same name are.
     */
    static Map<MethodDescriptor, String> methods(ServiceDescriptor service) {
        Map<MethodDescriptor, String> names = new LinkedHashMap<>();
        service.getMethods().forEach(method -> names.put(method, ""));
        service.getMethods().stream()
                .filter(method -> isNatural(method, camel(method.getName())))
                .forEach(method -> names.put(method, camel(method.getName())));
        names.replaceAll((method, name) -> name.isEmpty() ? free(camel(method.getName()), names) : name);
        return names;
    }

    /** Returns whether a method's name in Java says its name in gRPC: the same, beginning with a capital. */
    static boolean isNatural(MethodDescriptor method, String name) {
        return capital(name).equals(method.getName()) && !isKeyword(name);
    }

    private static String free(String wanted, Map<MethodDescriptor, String> names) {
        String name = wanted;
        while (isKeyword(name) || names.containsValue(name)) {
            name += "_";
        }
        return name;
    }

    /** Answers alike on every JVM, so that the generated names are the same. */
    private static boolean isKeyword(String name) {
        return SourceVersion.isKeyword(name, SourceVersion.RELEASE_17);
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_")) {
            camel.append(camel.isEmpty() && !word.isEmpty() ? lower(word) : capital(word));
        }
        return camel.isEmpty() || !Character.isJavaIdentifierStart(camel.charAt(0)) ? name : camel.toString();
    }

    private static String lower(String word) {
        return Character.toLowerCase(word.charAt(0)) + word.substring(1);
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The classes that protobuf-java generates for a file, each with the words for its origin. */
    static Map<ClassName, String> generated(FileDescriptor file) {
        String inPackage = GeneratorNames.getFileJavaPackage(file);
        String inFile = " in " + file.getName();
        Map<ClassName, String> classes = new LinkedHashMap<>();
        classes.put(ClassName.get(inPackage, GeneratorNames.getFileClassName(file)), file.getName() + " itself");
        file.getMessageTypes().stream()
                .filter(message -> !GeneratorNames.getNestInFileClass(message))
                .forEach(message -> classes.put(message(message), "message " + message.getName() + inFile));
        file.getEnumTypes().stream()
                .filter(type -> !GeneratorNames.getNestInFileClass(type))
                .forEach(type ->
                        classes.put(ClassName.get(inPackage, type.getName()), "enum " + type.getName() + inFile));
        if (file.toProto().getOptions().getJavaGenericServices()) {
            file.getServices().stream()
                    .filter(service -> GeneratorNames.getQualifiedClassName(service)
                            .equals(service(service, Style.BLOCKING).canonicalName()))
                    .forEach(service -> classes.put(
                            service(service, Style.BLOCKING),
                            "service " + service.getName() + " by java_generic_services" + inFile));
        }
        return classes;
    }
}
