package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.RpcElement;
import com.squareup.wire.schema.internal.parser.ServiceElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Describes a parsed file in protobuf's words. For one file and one thread. */
final class ProtoEncoder {
    private final String place;
    private final boolean edition;
    private final SourceCodeInfo.Builder info = SourceCodeInfo.newBuilder();
    private final List<ProtoOptions.Site> sites = new ArrayList<>();
    private boolean proto3;

    /**
     * Makes an encoder.
     *
     * @param edition whether the file is of edition 2023, and not of the syntax that was parsed
     */
    ProtoEncoder(String place, boolean edition) {
        this.place = place;
        this.edition = edition;
    }

    FileDescriptorProto encode(String name, ProtoFileElement parsed, String text) {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName(name);
        proto3 = !edition && parsed.getSyntax() == Syntax.PROTO_3;
        if (edition) {
            file.setSyntax("editions").setEdition(Edition.EDITION_2023);
        } else if (proto3) {
            file.setSyntax("proto3");
        }
        String scope = "";
        if (parsed.getPackageName() != null) {
            file.setPackage(parsed.getPackageName());
            scope = parsed.getPackageName() + ".";
        }
        imports(file, parsed, text);
        for (TypeElement type : parsed.getTypes()) {
            if (type instanceof MessageElement message) {
                file.addMessageType(message(
                        message,
                        scope,
                        List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, file.getMessageTypeCount())));
            } else if (type instanceof EnumElement constants) {
                file.addEnumType(enumType(
                        constants,
                        scope,
                        List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, file.getEnumTypeCount())));
            }
        }
        for (ExtendElement extend : parsed.getExtendDeclarations()) {
            for (FieldElement field : extend.getFields()) {
                file.addExtension(field(
                                field,
                                scope,
                                List.of(FileDescriptorProto.EXTENSION_FIELD_NUMBER, file.getExtensionCount()))
                        .setExtendee(extend.getName()));
            }
        }
        for (ServiceElement service : parsed.getServices()) {
            file.addService(
                    service(service, scope, List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, file.getServiceCount())));
        }
        options(List.of(), parsed.getOptions(), scope, place);
        file.setSourceCodeInfo(info);
        sites.forEach(each -> each.apply(file, ProtoOptions.standard()));
        return file.build();
    }

    /** Adds the options that extensions declare. */
    void customOptions(FileDescriptorProto.Builder file, FileDescriptor linked) {
        ProtoOptions custom = ProtoOptions.custom(linked);
        sites.forEach(each -> each.apply(file, custom));
    }

    private static void imports(FileDescriptorProto.Builder file, ProtoFileElement parsed, String text) {
        Stream.of(parsed.getImports(), parsed.getPublicImports(), parsed.getWeakImports())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(
                        each -> Math.max(text.indexOf('"' + each + '"'), text.indexOf("'" + each + "'"))))
                .forEach(file::addDependency);
        parsed.getPublicImports()
                .forEach(each ->
                        file.addPublicDependency(file.getDependencyList().indexOf(each)));
        parsed.getWeakImports()
                .forEach(each -> file.addWeakDependency(file.getDependencyList().indexOf(each)));
    }

    private DescriptorProto message(MessageElement message, String scope, List<Integer> path) {
        locate(path, message.getLocation(), message.getDocumentation());
        return new ProtoMessageEncoder(this, message, scope, path).encode();
    }

    DescriptorProto nested(MessageElement message, String scope, List<Integer> path) {
        return message(message, scope, path);
    }

    EnumDescriptorProto enumType(EnumElement type, String scope, List<Integer> path) {
        locate(path, type.getLocation(), type.getDocumentation());
        options(path, type.getOptions(), scope + type.getName() + ".", at(type.getLocation()));
        EnumDescriptorProto.Builder built = EnumDescriptorProto.newBuilder().setName(type.getName());
        for (EnumConstantElement constant : type.getConstants()) {
            List<Integer> inside =
                    SourceInfo.under(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, built.getValueCount());
            locate(inside, constant.getLocation(), constant.getDocumentation());
            options(inside, constant.getOptions(), scope + type.getName() + ".", at(constant.getLocation()));
            built.addValue(EnumValueDescriptorProto.newBuilder()
                    .setName(constant.getName())
                    .setNumber(constant.getTag()));
        }
        ReservedRanges.add(type, built, this::at);
        return built.build();
    }

    FieldDescriptorProto.Builder field(FieldElement field, String scope, List<Integer> path) {
        locate(path, field.getLocation(), field.getDocumentation());
        options(path, field.getOptions(), scope, at(field.getLocation()));
        if (edition && field.getLabel() == Field.Label.OPTIONAL) {
            throw new UnreadableSchemaException(at(field.getLocation())
                    + ": the label 'optional' in an edition (expected: features.field_presence)");
        }
        if (field.getJsonName() != null && path.get(path.size() - 2) != DescriptorProto.FIELD_FIELD_NUMBER) {
            throw new UnreadableSchemaException(
                    at(field.getLocation()) + ": json_name of an extension (expected: none; it is its full name)");
        }
        FieldDescriptorProto.Builder built = FieldWords.of(field, at(field.getLocation()));
        if (proto3 && field.getLabel() == Field.Label.OPTIONAL) {
            built.setProto3Optional(true);
        }
        return built;
    }

    private ServiceDescriptorProto service(ServiceElement service, String scope, List<Integer> path) {
        locate(path, service.getLocation(), service.getDocumentation());
        options(path, service.getOptions(), scope + service.getName() + ".", at(service.getLocation()));
        ServiceDescriptorProto.Builder built =
                ServiceDescriptorProto.newBuilder().setName(service.getName());
        for (RpcElement rpc : service.getRpcs()) {
            List<Integer> inside =
                    SourceInfo.under(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, built.getMethodCount());
            locate(inside, rpc.getLocation(), rpc.getDocumentation());
            options(inside, rpc.getOptions(), scope + service.getName() + ".", at(rpc.getLocation()));
            MethodDescriptorProto.Builder method = MethodDescriptorProto.newBuilder()
                    .setName(rpc.getName())
                    .setInputType(rpc.getRequestType())
                    .setOutputType(rpc.getResponseType());
            if (rpc.getRequestStreaming()) {
                method.setClientStreaming(true);
            }
            if (rpc.getResponseStreaming()) {
                method.setServerStreaming(true);
            }
            built.addMethod(method);
        }
        return built.build();
    }

    /** Describes a oneof's place and options. */
    OneofDescriptorProto oneOf(OneOfElement oneOf, String scope, List<Integer> path) {
        locate(path, oneOf.getLocation(), oneOf.getDocumentation());
        options(path, oneOf.getOptions(), scope, at(oneOf.getLocation()));
        return OneofDescriptorProto.newBuilder().setName(oneOf.getName()).build();
    }

    String at(Location location) {
        return place + ":" + location.getLine() + ":" + location.getColumn();
    }

    /** Notes options, to be set when the file is whole. */
    void options(List<Integer> path, List<OptionElement> options, String scope, String where) {
        if (!options.isEmpty()) {
            sites.add(new ProtoOptions.Site(path, options, scope, where));
        }
    }

    void locate(List<Integer> path, Location location, String comment) {
        SourceCodeInfo.Location.Builder built = info.addLocationBuilder()
                .addAllPath(path)
                .addSpan(location.getLine() - 1)
                .addSpan(location.getColumn() - 1)
                .addSpan(location.getColumn() - 1);
        if (!comment.isEmpty()) {
            built.setLeadingComments(comment);
        }
    }
}
