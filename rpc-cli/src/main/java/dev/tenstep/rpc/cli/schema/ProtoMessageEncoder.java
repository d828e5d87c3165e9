package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.ExtendElement;
import com.squareup.wire.schema.internal.parser.ExtensionsElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kotlin.ranges.IntRange;

/** Describes one message. Wire sorts what is in it by kind; the places say in which order it was written. */
final class ProtoMessageEncoder {
    private static final Comparator<Location> IN_ORDER =
            Comparator.comparingInt(Location::getLine).thenComparingInt(Location::getColumn);

    private final ProtoEncoder file;
    private final MessageElement message;
    private final String scope;
    private final List<Integer> path;
    private final DescriptorProto.Builder built = DescriptorProto.newBuilder();

    ProtoMessageEncoder(ProtoEncoder file, MessageElement message, String scope, List<Integer> path) {
        this.file = file;
        this.message = message;
        this.scope = scope + message.getName() + ".";
        this.path = path;
    }

    DescriptorProto encode() {
        built.setName(message.getName());
        file.options(path, message.getOptions(), scope, file.at(message.getLocation()));
        Map<Location, Runnable> parts = new TreeMap<>(IN_ORDER);
        message.getFields().forEach(each -> parts.put(each.getLocation(), () -> add(each)));
        message.getGroups().forEach(each -> parts.put(each.getLocation(), () -> add(each, each.getLabel())));
        message.getOneOfs().forEach(each -> parts.put(each.getLocation(), () -> add(each)));
        message.getNestedTypes().forEach(each -> parts.put(each.getLocation(), () -> add(each)));
        message.getExtendDeclarations().forEach(each -> parts.put(each.getLocation(), () -> add(each)));
        message.getExtensions().forEach(each -> parts.put(each.getLocation(), () -> add(each)));
        parts.values().forEach(Runnable::run);
        addPresence();
        ReservedRanges.add(message, built, file::at);
        return built.build();
    }

    private void add(FieldElement field) {
        FieldDescriptorProto.Builder described =
                file.field(field, scope, in(DescriptorProto.FIELD_FIELD_NUMBER, built.getFieldCount()));
        if (field.getType().startsWith("map<")) {
            String entry = FieldWords.entryName(field.getName());
            built.addNestedType(FieldWords.entry(entry, field, file.at(field.getLocation())));
            described.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(entry);
        }
        built.addField(described);
    }

    /** Gives each optional field of proto3 the oneof that protobuf has for it, after all others. */
    private void addPresence() {
        Set<String> taken = new HashSet<>();
        built.getFieldList().forEach(each -> taken.add(each.getName()));
        built.getOneofDeclList().forEach(each -> taken.add(each.getName()));
        for (FieldDescriptorProto.Builder each : built.getFieldBuilderList()) {
            if (each.getProto3Optional()) {
                each.setOneofIndex(built.getOneofDeclCount());
                String name = each.getName().startsWith("_") ? each.getName() : "_" + each.getName();
                while (!taken.add(name)) {
                    name = "X" + name;
                }
                built.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
            }
        }
    }

    private void add(OneOfElement oneOf) {
        int index = built.getOneofDeclCount();
        built.addOneofDecl(file.oneOf(oneOf, scope, in(DescriptorProto.ONEOF_DECL_FIELD_NUMBER, index)));
        int first = built.getFieldCount();
        Map<Location, Runnable> parts = new TreeMap<>(IN_ORDER);
        oneOf.getFields().forEach(each -> parts.put(each.getLocation(), () -> add(each)));
        oneOf.getGroups().forEach(each -> parts.put(each.getLocation(), () -> add(each, Field.Label.OPTIONAL)));
        parts.values().forEach(Runnable::run);
        for (int i = first; i < built.getFieldCount(); i++) {
            built.getFieldBuilder(i).setOneofIndex(index);
        }
    }

    private void add(GroupElement group, Field.Label label) {
        List<Integer> nested = in(DescriptorProto.NESTED_TYPE_FIELD_NUMBER, built.getNestedTypeCount());
        MessageElement body = new MessageElement(
                group.getLocation(),
                group.getName(),
                group.getDocumentation(),
                List.of(),
                List.of(),
                List.of(),
                group.getFields(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        built.addNestedType(file.nested(body, scope, nested));
        FieldElement field = new FieldElement(
                group.getLocation(),
                label,
                group.getName(),
                group.getName().toLowerCase(Locale.ROOT),
                null,
                null,
                group.getTag(),
                group.getDocumentation(),
                List.of());
        built.addField(file.field(field, scope, in(DescriptorProto.FIELD_FIELD_NUMBER, built.getFieldCount()))
                .setType(FieldDescriptorProto.Type.TYPE_GROUP));
    }

    private void add(TypeElement type) {
        if (type instanceof MessageElement nested) {
            built.addNestedType(file.nested(
                    nested, scope, in(DescriptorProto.NESTED_TYPE_FIELD_NUMBER, built.getNestedTypeCount())));
        } else if (type instanceof EnumElement constants) {
            built.addEnumType(file.enumType(
                    constants, scope, in(DescriptorProto.ENUM_TYPE_FIELD_NUMBER, built.getEnumTypeCount())));
        }
    }

    private void add(ExtendElement extend) {
        for (FieldElement field : extend.getFields()) {
            built.addExtension(
                    file.field(field, scope, in(DescriptorProto.EXTENSION_FIELD_NUMBER, built.getExtensionCount()))
                            .setExtendee(extend.getName()));
        }
    }

    private void add(ExtensionsElement extensions) {
        List<List<Integer>> ranges = new ArrayList<>();
        for (Object value : extensions.getValues()) {
            IntRange range = ReservedRanges.range(value);
            ranges.add(in(DescriptorProto.EXTENSION_RANGE_FIELD_NUMBER, built.getExtensionRangeCount()));
            built.addExtensionRange(
                    ExtensionRange.newBuilder().setStart(range.getFirst()).setEnd(range.getLast() + 1));
        }
        ranges.forEach(each -> file.options(each, extensions.getOptions(), scope, file.at(extensions.getLocation())));
    }

    private List<Integer> in(int field, int index) {
        return SourceInfo.under(path, field, index);
    }

    /** Returns the label in protobuf's words. */
    static FieldDescriptorProto.Label label(Field.Label label) {
        if (label == Field.Label.REQUIRED) {
            return FieldDescriptorProto.Label.LABEL_REQUIRED;
        }
        return label == Field.Label.REPEATED
                ? FieldDescriptorProto.Label.LABEL_REPEATED
                : FieldDescriptorProto.Label.LABEL_OPTIONAL;
    }
}
