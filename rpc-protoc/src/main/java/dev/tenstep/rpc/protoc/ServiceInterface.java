package dev.tenstep.rpc.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** The interface that is generated for a service in one style. Immutable. */
final class ServiceInterface {
    /** An annotation with one member, which JavaPoet writes on three lines. */
    private static final Pattern ONE_MEMBER = Pattern.compile("(@\\w+)\\(\\n +([^\\n]+)\\n +\\)");

    private static final String CONTRACT = "dev.tenstep.rpc.contract";
    private static final ClassName RPC_SERVICE = ClassName.get(CONTRACT, "RpcService");
    private static final ClassName RPC_METHOD = ClassName.get(CONTRACT, "RpcMethod");
    private static final ClassName IDEMPOTENT = ClassName.get(CONTRACT, "Idempotent");
    private static final ClassName PARAM = ClassName.get(CONTRACT, "Param");

    private final ServiceDescriptor service;
    private final Style style;
    private final List<Style> styles;
    private final Comments comments;
    private final ClassName name;

    /**
     * Names the interface.
     *
     * @param styles all that the service gets, which refer to each other
     */
    ServiceInterface(ServiceDescriptor service, Style style, List<Style> styles, Comments comments) {
        this.service = service;
        this.style = style;
        this.styles = styles;
        this.comments = comments;
        this.name = JavaNames.service(service, style);
    }

    ClassName name() {
        return name;
    }

    ServiceDescriptor service() {
        return service;
    }

    /** The path of the source file, under the output's folder. */
    String path() {
        String folder = name.packageName().replace('.', '/');
        return (folder.isEmpty() ? "" : folder + "/") + name.simpleName() + ".java";
    }

    /** The text of the source file. */
    String text() {
        TypeSpec.Builder type = TypeSpec.interfaceBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(javadoc())
                .addAnnotation(annotation(RPC_SERVICE, service.getFullName()));
        if (isDeprecated()) {
            type.addAnnotation(Deprecated.class);
        }
        JavaNames.methods(service).forEach((method, javaName) -> type.addMethod(method(method, javaName)));
        String text = JavaFile.builder(name.packageName(), type.build())
                .addFileComment(
                        "Generated from $L by rpc-protoc. Changes will be lost.",
                        service.getFile().getName())
                .indent("    ")
                .build()
                .toString();
        return ONE_MEMBER.matcher(text).replaceAll("$1($2)");
    }

    private CodeBlock javadoc() {
        String comment = comments.of(service);
        CodeBlock.Builder javadoc = CodeBlock.builder()
                .add("$L\n", comment.isEmpty() ? "The service {@code " + service.getFullName() + "}." : comment);
        styles.stream()
                .filter(other -> other != style)
                .forEach(other -> javadoc.add(
                        style == Style.BLOCKING
                                ? "\n<p>Its methods block; those of {@link $T} do not.\n"
                                : "\n<p>Its methods do not block; those of {@link $T} do.\n",
                        JavaNames.service(service, other)));
        return javadoc.build();
    }

    private MethodSpec method(MethodDescriptor method, String javaName) {
        ClassName request = JavaNames.message(method.getInputType());
        ClassName reply = JavaNames.message(method.getOutputType());
        boolean takesStream = method.isClientStreaming();
        String parameter = takesStream ? "requests" : "request";
        MethodSpec.Builder spec = MethodSpec.methodBuilder(javaName)
                .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                .returns(method.isServerStreaming() ? style.stream(reply) : style.result(reply))
                .addParameter(ParameterSpec.builder(takesStream ? style.stream(request) : request, parameter)
                        .addAnnotation(annotation(PARAM, parameter))
                        .build());
        String comment = comments.of(method);
        if (!comment.isEmpty()) {
            spec.addJavadoc("$L\n", comment);
        }
        return spec.addAnnotations(annotations(method, javaName)).build();
    }

    private List<AnnotationSpec> annotations(MethodDescriptor method, String javaName) {
        List<AnnotationSpec> annotations = new ArrayList<>();
        if (method.getOptions().getDeprecated()) {
            annotations.add(AnnotationSpec.builder(Deprecated.class).build());
        } else if (!isDeprecated() && (isDeprecated(method.getInputType()) || isDeprecated(method.getOutputType()))) {
            annotations.add(annotation(ClassName.get(SuppressWarnings.class), "deprecation"));
        }
        switch (method.getOptions().getIdempotencyLevel()) {
            case IDEMPOTENT ->
                annotations.add(AnnotationSpec.builder(IDEMPOTENT).build());
            case NO_SIDE_EFFECTS ->
                annotations.add(AnnotationSpec.builder(IDEMPOTENT)
                        .addMember("sideEffects", "false")
                        .build());
            case IDEMPOTENCY_UNKNOWN -> {}
        }
        if (!JavaNames.isNatural(method, javaName) || service.findMethodByName(javaName) != null) {
            annotations.add(rpcMethod(method.getName()));
        }
        return annotations;
    }

    private static AnnotationSpec rpcMethod(String name) {
        AnnotationSpec given = annotation(RPC_METHOD, name);
        boolean capital = Character.toUpperCase(name.charAt(0)) == name.charAt(0);
        return capital ? given : given.toBuilder().addMember("exact", "true").build();
    }

    private boolean isDeprecated() {
        FileDescriptor file = service.getFile();
        return service.getOptions().getDeprecated() || file.getOptions().getDeprecated();
    }

    private static boolean isDeprecated(Descriptor message) {
        Descriptor outer = message.getContainingType();
        return message.getOptions().getDeprecated() || (outer != null && isDeprecated(outer));
    }

    private static AnnotationSpec annotation(ClassName type, String value) {
        return AnnotationSpec.builder(type).addMember("value", "$S", value).build();
    }
}
