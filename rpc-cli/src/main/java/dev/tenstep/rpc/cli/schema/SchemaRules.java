package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions.OptionTargetType;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of protoc that neither the parser nor protobuf-java's linker checks, for a file that was linked. The fields are
 * left to {@link FieldRules}, ranges of numbers to {@link RangeRules}, names to {@link NameRules}.
 */
final class SchemaRules {
    static final String PROTO3 = "proto3";

    private static final String EDITIONS = "editions";

    private final FileDescriptor file;
    private final String place;
    private final boolean proto3;
    private final boolean edition;
    private final Map<String, FieldDescriptor> extensions = new HashMap<>();
    private final FieldRules fields;

    private SchemaRules(FileDescriptor file, String place) {
        this.file = file;
        this.place = place;
        this.proto3 = file.toProto().getSyntax().equals(PROTO3);
        this.edition = file.toProto().getSyntax().equals(EDITIONS);
        this.fields = new FieldRules(this::wrong, proto3);
    }

    /** A way to refuse an element. */
    @FunctionalInterface
    interface Refusal {
        UnreadableSchemaException wrong(GenericDescriptor element, String found, String expected);
    }

    /**
     * Checks a file.
     *
     * @throws UnreadableSchemaException if protoc would refuse it
     */
    static void check(FileDescriptor file, String place) {
        new SchemaRules(file, place).check();
    }

    private UnreadableSchemaException wrong(GenericDescriptor element, String found, String expected) {
        SourceInfo.Spot spot = element instanceof FileDescriptor ? null : SourceInfo.spot(element);
        String where = spot == null ? place : place + ":" + spot.line() + ":" + spot.column();
        String name = element instanceof FileDescriptor ? "" : element.getFullName() + ": ";
        return new UnreadableSchemaException(where + ": " + name + found + " (expected: " + expected + ")");
    }

    private void check() {
        Set<String> imports = new HashSet<>();
        for (String each : file.toProto().getDependencyList()) {
            if (!imports.add(each)) {
                throw wrong(file, "the import \"" + each + "\" is there twice", "each import once");
            }
        }
        features(file, file.toProto().getOptions(), OptionTargetType.TARGET_TYPE_FILE);
        NameRules names = new NameRules(this::wrong);
        names.checkScope(file.getMessageTypes(), file.getEnumTypes(), file.getExtensions(), List.of());
        file.getMessageTypes().forEach(each -> message(each, names));
        file.getEnumTypes().forEach(each -> enumType(each, names));
        file.getExtensions().forEach(this::extension);
        for (ServiceDescriptor service : file.getServices()) {
            features(service, service.toProto().getOptions(), OptionTargetType.TARGET_TYPE_SERVICE);
            for (MethodDescriptor method : service.getMethods()) {
                features(method, method.toProto().getOptions(), OptionTargetType.TARGET_TYPE_METHOD);
            }
        }
    }

    private void message(Descriptor message, NameRules names) {
        features(message, message.toProto().getOptions(), OptionTargetType.TARGET_TYPE_MESSAGE);
        List<OneofDescriptor> oneofs = message.getOneofs();
        names.checkScope(message.getNestedTypes(), message.getEnumTypes(), message.getExtensions(), members(message));
        names.checkJson(message);
        for (OneofDescriptor each : oneofs) {
            features(each, each.toProto().getOptions(), OptionTargetType.TARGET_TYPE_ONEOF);
            if (each.getFieldCount() == 0) {
                throw wrong(each, "a oneof without fields", "one field or more");
            }
        }
        if (message.getOptions().getMessageSetWireFormat()
                && (proto3 || !message.getFields().isEmpty())) {
            throw wrong(message, "a message set in proto3, or with fields", "one in proto2, with extensions only");
        }
        if (proto3 && message.toProto().getExtensionRangeCount() > 0) {
            throw wrong(message, "extension ranges in proto3", "none");
        }
        new RangeRules(this::wrong).check(message);
        message.getFields().forEach(each -> {
            features(each, each.toProto().getOptions(), OptionTargetType.TARGET_TYPE_FIELD);
            fields.check(each);
        });
        message.getExtensions().forEach(this::extension);
        message.getEnumTypes().forEach(each -> enumType(each, names));
        message.getNestedTypes().stream()
                .filter(each -> !each.getOptions().getMapEntry())
                .forEach(each -> message(each, names));
    }

    private static List<GenericDescriptor> members(Descriptor message) {
        List<GenericDescriptor> members = new ArrayList<>(message.getFields());
        members.addAll(message.getOneofs());
        return members;
    }

    private void extension(FieldDescriptor field) {
        features(field, field.toProto().getOptions(), OptionTargetType.TARGET_TYPE_FIELD);
        String extended = field.getContainingType().getFullName();
        if (proto3 && !(extended.startsWith("google.protobuf.") && extended.endsWith("Options"))) {
            throw wrong(field, "an extension of " + extended + " in proto3", "one of protobuf's options");
        }
        if (field.toProto().getLabel() == FieldDescriptorProto.Label.LABEL_REQUIRED) {
            throw wrong(field, "an extension that is required", "optional or repeated");
        }
        FieldDescriptor other = extensions.putIfAbsent(extended + "/" + field.getNumber(), field);
        if (other != null) {
            throw wrong(
                    field,
                    "the number " + field.getNumber() + " is that of " + other.getFullName(),
                    "another number for each extension of " + extended);
        }
        fields.check(field);
    }

    private void enumType(EnumDescriptor type, NameRules names) {
        features(type, type.toProto().getOptions(), OptionTargetType.TARGET_TYPE_ENUM);
        type.getValues()
                .forEach(each -> features(each, each.toProto().getOptions(), OptionTargetType.TARGET_TYPE_ENUM_ENTRY));
        if (!type.isClosed() && type.getValues().get(0).getNumber() != 0) {
            throw wrong(
                    type.getValues().get(0),
                    "the number " + type.getValues().get(0).getNumber() + " for the first value of an open enum",
                    "0");
        }
        names.checkValues(type);
        new RangeRules(this::wrong).check(type);
    }

    private void features(GenericDescriptor element, Message options, OptionTargetType kind) {
        FieldDescriptor field = options.getDescriptorForType().findFieldByName("features");
        if (!options.hasField(field)) {
            return;
        }
        if (!edition) {
            throw wrong(element, "features", "an edition in place of a syntax");
        }
        for (FieldDescriptor each :
                ((FeatureSet) options.getField(field)).getAllFields().keySet()) {
            List<OptionTargetType> targets = each.getOptions().getTargetsList();
            if (!targets.isEmpty() && !targets.contains(kind)) {
                throw wrong(
                        element,
                        "the feature " + each.getName(),
                        targets.stream()
                                .map(target -> target.name().substring("TARGET_TYPE_".length()))
                                .collect(Collectors.joining(", ", "it at one of ", "")));
            }
        }
    }
}
