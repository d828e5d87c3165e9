package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FeatureSet.JsonFormat;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import dev.tenstep.rpc.serialization.protobuf.ProtoText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of protoc for names: in one scope, in JSON, and of an enum's values. */
final class NameRules {
    private final SchemaRules.Refusal refusal;

    NameRules(SchemaRules.Refusal refusal) {
        this.refusal = refusal;
    }

    /** Checks that what is in a message or at the top of a file has different names; enums' values count there as well. */
    void checkScope(
            Collection<Descriptor> messages,
            Collection<EnumDescriptor> enums,
            Collection<FieldDescriptor> extensions,
            Collection<GenericDescriptor> members) {
        List<GenericDescriptor> all = new ArrayList<>(members);
        all.addAll(messages);
        all.addAll(enums);
        enums.forEach(each -> all.addAll(each.getValues()));
        all.addAll(extensions);
        Map<String, GenericDescriptor> seen = new HashMap<>();
        for (GenericDescriptor each : all) {
            if (seen.putIfAbsent(each.getName(), each) != null) {
                throw refusal.wrong(each, "the name " + each.getName() + " is taken", "another name in the same scope");
            }
        }
    }

    /** Checks that no two fields have one name in JSON. */
    void checkJson(Descriptor message) {
        if (legacyAllowed(message)) {
            return;
        }
        boolean lenient = format(message) == JsonFormat.LEGACY_BEST_EFFORT;
        Map<String, FieldDescriptor> byDefault = new HashMap<>();
        Map<String, FieldDescriptor> byName = new HashMap<>();
        for (FieldDescriptor field : message.getFields()) {
            String given = field.getJsonName();
            if (given.startsWith("[") && given.endsWith("]")) {
                throw refusal.wrong(field, "json_name \"" + given + "\"", "one that is not in brackets");
            }
            FieldDescriptor same = byDefault.putIfAbsent(ProtoText.jsonName(field.getName()), field);
            if (same != null && !lenient) {
                throw conflict(field, same, ProtoText.jsonName(field.getName()));
            }
            same = byName.putIfAbsent(given, field);
            if (same != null && (!lenient || (hasCustomName(field) && hasCustomName(same)))) {
                throw conflict(field, same, given);
            }
        }
    }

    private UnreadableSchemaException conflict(FieldDescriptor field, FieldDescriptor other, String json) {
        return refusal.wrong(
                field,
                "the name \"" + json + "\" in JSON is that of " + other.getName(),
                "names that differ in JSON as well");
    }

    private static boolean hasCustomName(FieldDescriptor field) {
        return !field.getJsonName().equals(ProtoText.jsonName(field.getName()));
    }

    @SuppressWarnings("deprecation")
    private static boolean legacyAllowed(Descriptor message) {
        return message.getOptions().getDeprecatedLegacyJsonFieldConflicts();
    }

    private static JsonFormat format(Descriptor message) {
        for (Descriptor each = message; each != null; each = each.getContainingType()) {
            FeatureSet features = each.toProto().getOptions().getFeatures();
            if (features.hasJsonFormat()) {
                return features.getJsonFormat();
            }
        }
        FeatureSet ofFile = message.getFile().toProto().getOptions().getFeatures();
        if (ofFile.hasJsonFormat()) {
            return ofFile.getJsonFormat();
        }
        boolean old = List.of("", "proto2").contains(message.getFile().toProto().getSyntax());
        return old ? JsonFormat.LEGACY_BEST_EFFORT : JsonFormat.ALLOW;
    }

    /** Checks that an enum's values have different numbers unless it allows aliases, and names that differ in generated code. */
    void checkValues(EnumDescriptor type) {
        Map<Integer, EnumValueDescriptor> byNumber = new HashMap<>();
        Map<String, EnumValueDescriptor> byName = new HashMap<>();
        boolean aliases = type.getOptions().getAllowAlias();
        for (EnumValueDescriptor value : type.getValues()) {
            EnumValueDescriptor same = byNumber.putIfAbsent(value.getNumber(), value);
            if (same != null && !aliases) {
                throw refusal.wrong(
                        value,
                        "the number " + value.getNumber() + " is that of " + same.getName(),
                        "another number, or option allow_alias = true");
            }
            same = byName.putIfAbsent(stem(type.getName(), value.getName()), value);
            if (same != null && same.getNumber() != value.getNumber()) {
                throw refusal.wrong(
                        value,
                        "the name " + value.getName() + " is that of " + same.getName()
                                + ", without case and the enum's name as a prefix",
                        "names that differ in generated code");
            }
        }
        if (aliases && byNumber.size() == type.getValues().size()) {
            throw refusal.wrong(type, "the option allow_alias without aliases", "values of one number, or no option");
        }
    }

    /** Returns a value's name as generated code may have it: without its enum's name, underscores and case. */
    private static String stem(String enumName, String valueName) {
        String prefix = plain(enumName);
        int at = 0;
        int matched = 0;
        while (at < valueName.length() && matched < prefix.length()) {
            char c = valueName.charAt(at);
            if (c != '_' && Character.toLowerCase(c) != prefix.charAt(matched++)) {
                return plain(valueName);
            }
            at++;
        }
        String rest = matched < prefix.length() ? "" : plain(valueName.substring(at));
        return rest.isEmpty() ? plain(valueName) : rest;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
