package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.serialization.protobuf.Schema.EnumType;
import dev.tenstep.rpc.serialization.protobuf.Schema.Known;
import dev.tenstep.rpc.serialization.protobuf.Schema.Label;
import dev.tenstep.rpc.serialization.protobuf.Schema.MessageType;
import dev.tenstep.rpc.serialization.protobuf.Schema.PackageSchema;
import dev.tenstep.rpc.serialization.protobuf.Schema.RpcSchema;
import dev.tenstep.rpc.serialization.protobuf.Schema.Scalar;
import dev.tenstep.rpc.serialization.protobuf.Schema.ServiceSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A derived schema as protobuf's own description of a .proto file. It serves the export, reflection, and the tests,
 * in which protobuf's parser reads the codecs' output with it.
 */
final class DerivedFile {
    private final String packageName;
    private final Set<FileDescriptor> dependencies = new LinkedHashSet<>();
    private final FileDescriptorProto proto;
    private final FileDescriptor descriptor;

    private DerivedFile(
            String name,
            String packageName,
            List<MessageType> messages,
            List<EnumType> enums,
            List<ServiceSchema> services,
            List<Schema.Type> others) {
        this.packageName = packageName;
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName(name)
                .setPackage(packageName)
                .setSyntax("proto3");
        messages.forEach(m -> file.addMessageType(message(m, scope())));
        enums.forEach(e -> file.addEnumType(enumType(e)));
        services.forEach(s -> file.addService(service(s)));
        others.forEach(this::note);
        dependencies.forEach(d -> file.addDependency(d.getName()));
        this.proto = file.build();
        try {
            this.descriptor = FileDescriptor.buildFrom(proto, dependencies.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the derived schema is not valid: " + e.getMessage(), e);
        }
    }

    static DerivedFile of(Schema schema) {
        return new DerivedFile(
                "derived.proto",
                schema.file(),
                schema.messages(),
                schema.enums(),
                List.of(),
                List.of(schema.request(), schema.reply()));
    }

    /** Describes a package, in a file of that path. */
    static DerivedFile of(PackageSchema schema, String path) {
        return new DerivedFile(path, schema.name(), schema.messages(), schema.enums(), schema.services(), List.of());
    }

    FileDescriptor file() {
        return descriptor;
    }

    FileDescriptorProto proto() {
        return proto;
    }

    /** Returns the descriptor of a message that the schema names. */
    Descriptor descriptor(Schema.Type type) {
        return type instanceof Known known ? known.descriptor() : descriptor.findMessageTypeByName(type.name());
    }

    private String scope() {
        return packageName.isEmpty() ? "." : "." + packageName + ".";
    }

    private ServiceDescriptorProto service(ServiceSchema service) {
        ServiceDescriptorProto.Builder built =
                ServiceDescriptorProto.newBuilder().setName(service.name());
        for (RpcSchema method : service.methods()) {
            MethodDescriptorProto.Builder rpc = MethodDescriptorProto.newBuilder()
                    .setName(method.name())
                    .setInputType(fullName(method.request()))
                    .setOutputType(fullName(method.reply()))
                    .setClientStreaming(method.requests())
                    .setServerStreaming(method.replies());
            if (method.level() != IdempotencyLevel.IDEMPOTENCY_UNKNOWN) {
                rpc.setOptions(MethodOptions.newBuilder().setIdempotencyLevel(method.level()));
            }
            built.addMethod(rpc);
        }
        return built.build();
    }

    private String fullName(Schema.Type type) {
        note(type);
        return type instanceof Known known ? "." + known.name() : scope() + type.name();
    }

    private DescriptorProto message(MessageType type, String scope) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(type.name());
        boolean cases = type.fields().stream().anyMatch(f -> f.label() == Label.CASE);
        if (cases) {
            message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("kind"));
        }
        for (Schema.Field field : type.fields()) {
            FieldDescriptorProto.Builder built = field(field, scope, scope + type.name() + ".");
            if (field.type() instanceof MessageType entry && entry.mapEntry()) {
                DescriptorProto.Builder nested = message(entry, scope).toBuilder();
                nested.getOptionsBuilder().setMapEntry(true);
                message.addNestedType(nested);
            }
            if (field.label() == Label.CASE) {
                built.setOneofIndex(0);
            } else if (field.label() == Label.OPTIONAL) {
                built.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.name()));
            }
            message.addField(built);
        }
        message.addAllReservedName(type.gone().names());
        type.gone().numbers().forEach(number -> message.addReservedRangeBuilder()
                .setStart(number)
                .setEnd(number + 1));
        return message.build();
    }

    private FieldDescriptorProto.Builder field(Schema.Field field, String scope, String inside) {
        FieldDescriptorProto.Builder built = FieldDescriptorProto.newBuilder()
                .setName(field.name())
                .setJsonName(field.jsonName())
                .setNumber(field.number())
                .setLabel(
                        field.label() == Label.REPEATED
                                ? FieldDescriptorProto.Label.LABEL_REPEATED
                                : FieldDescriptorProto.Label.LABEL_OPTIONAL);
        if (field.type() instanceof Scalar scalar) {
            return built.setType(scalar.type().toProto());
        }
        if (field.type() instanceof EnumType type) {
            return built.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(scope + type.name());
        }
        note(field.type());
        String name = field.type() instanceof Known known
                ? "." + known.name()
                : (((MessageType) field.type()).mapEntry() ? inside : scope)
                        + field.type().name();
        return built.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(name);
    }

    private void note(Schema.Type type) {
        if (type instanceof Known known) {
            dependencies.add(known.descriptor().getFile());
        }
    }

    private static EnumDescriptorProto enumType(EnumType type) {
        List<EnumValueDescriptorProto> values = type.constants().stream()
                .map(c -> EnumValueDescriptorProto.newBuilder()
                        .setName(c.name())
                        .setNumber(c.number())
                        .build())
                .toList();
        EnumDescriptorProto.Builder built =
                EnumDescriptorProto.newBuilder().setName(type.name()).addAllValue(values);
        built.addAllReservedName(type.gone().names());
        type.gone().numbers().forEach(number -> built.addReservedRangeBuilder()
                .setStart(number)
                .setEnd(number));
        return built.build();
    }
}
