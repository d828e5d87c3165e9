package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.OptionElement.OptionPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sets options in a file's description. Those that descriptor.proto declares are set first, since linking depends on them;
 * custom ones need the linked file, in which their extensions are found.
 */
final class ProtoOptions {
    /** Set by protoc alone, for maps. */
    private static final String MAP_ENTRY = "map_entry";

    private final @Nullable Map<String, FieldDescriptor> extensions;

    private ProtoOptions(@Nullable Map<String, FieldDescriptor> extensions) {
        this.extensions = extensions;
    }

    static ProtoOptions standard() {
        return new ProtoOptions(null);
    }

    static ProtoOptions custom(FileDescriptor file) {
        Map<String, FieldDescriptor> extensions = new HashMap<>();
        collect(file, extensions);
        file.getDependencies().forEach(each -> collectPublic(each, extensions));
        return new ProtoOptions(extensions);
    }

    /**
     * The options of one element.
     *
     * @param path of the element in the file's description
     * @param scope of the element, with a dot at its end
     * @param place of the element, for errors
     */
    record Site(List<Integer> path, List<OptionElement> options, String scope, String place) {
        /** Sets those of the options that are standard, or custom ones. */
        void apply(FileDescriptorProto.Builder file, ProtoOptions kind) {
            Message.Builder element = file;
            for (int i = 0; i + 1 < path.size(); i += 2) {
                FieldDescriptor list = element.getDescriptorForType().findFieldByNumber(path.get(i));
                element = element.getRepeatedFieldBuilder(list, path.get(i + 1));
            }
            FieldDescriptor field = element.getDescriptorForType().findFieldByName("options");
            for (OptionElement option : options) {
                List<Part> parts = new ArrayList<>();
                Object value = parts(option, parts);
                boolean custom = parts.stream().anyMatch(Part::extension);
                if (custom == (kind.extensions != null)) {
                    kind.set(element.getFieldBuilder(field), parts, value, this);
                }
            }
        }
    }

    /** A part of an option's name: {@code (acme.rule)} and {@code min} of {@code (acme.rule).min}. */
    private record Part(String name, boolean extension) {
        @Override
        public String toString() {
            return extension ? "(" + name + ")" : name;
        }
    }

    /** Takes an option's name apart, and returns its value. */
    private static Object parts(OptionElement option, List<Part> parts) {
        if (option.isParenthesized()) {
            parts.add(new Part(option.getName(), true));
        } else {
            for (String each : option.getName().split("\\.")) {
                parts.add(new Part(each, false));
            }
        }
        return option.getKind() == OptionElement.Kind.OPTION
                ? parts((OptionElement) option.getValue(), parts)
                : option.getValue();
    }

    private void set(Message.Builder options, List<Part> parts, Object value, Site site) {
        FieldDescriptor field = field(options, parts.get(0), site);
        if (field.getName().equals(MAP_ENTRY) && !field.isExtension()) {
            throw new UnreadableSchemaException(site.place() + ": the option map_entry (expected: map<KEY, VALUE>)");
        }
        if (parts.size() == 1) {
            setValue(options, field, value, site);
            return;
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isRepeated()) {
            throw new UnreadableSchemaException(site.place() + ": the option " + parts.get(0) + " has no "
                    + parts.get(1) + " (expected: a value of it)");
        }
        Message.Builder inside = options.hasField(field)
                ? ((Message) options.getField(field)).toBuilder()
                : options.newBuilderForField(field);
        set(inside, parts.subList(1, parts.size()), value, site);
        options.setField(field, inside.build());
    }

    private FieldDescriptor field(Message.Builder options, Part part, Site site) {
        Descriptor type = options.getDescriptorForType();
        FieldDescriptor field = part.extension() ? extension(part.name(), site) : type.findFieldByName(part.name());
        if (field == null || !field.getContainingType().getFullName().equals(type.getFullName())) {
            throw new UnreadableSchemaException(site.place() + ": the option " + part + " (expected: "
                    + (part.extension()
                            ? "an extension of " + type.getFullName() + " that this file declares or imports"
                            : type.getFields().stream()
                                    .map(FieldDescriptor::getName)
                                    .collect(Collectors.joining(", ")))
                    + ")");
        }
        return field;
    }

    private @Nullable FieldDescriptor extension(String name, Site site) {
        if (extensions == null || name.startsWith(".")) {
            return extensions == null ? null : extensions.get(name.substring(1));
        }
        for (String scope = site.scope(); ; scope = outer(scope)) {
            FieldDescriptor found = extensions.get(scope + name);
            if (found != null || scope.isEmpty()) {
                return found;
            }
        }
    }

    private static String outer(String scope) {
        int dot = scope.lastIndexOf('.', scope.length() - 2);
        return dot < 0 ? "" : scope.substring(0, dot + 1);
    }

    private void setValue(Message.Builder options, FieldDescriptor field, Object value, Site site) {
        if (value instanceof List<?> list) {
            list.forEach(each -> setValue(options, field, each, site));
        } else if (field.isRepeated()) {
            options.addRepeatedField(field, value(options, field, value, site));
        } else if (options.hasField(field)) {
            throw new UnreadableSchemaException(
                    site.place() + ": the option " + field.getName() + " is set twice (expected: once)");
        } else {
            options.setField(field, value(options, field, value, site));
        }
    }

    private Object value(Message.Builder options, FieldDescriptor field, Object value, Site site) {
        if (value instanceof Map<?, ?> map) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                throw wrong(field, value, site);
            }
            Message.Builder message = options.newBuilderForField(field);
            map.forEach((key, each) -> {
                String name = (String) key;
                boolean extension = name.startsWith("[");
                Part part = new Part(extension ? name.substring(1, name.length() - 1) : name, extension);
                setValue(message, field(message, part, site), each, site);
            });
            return message.build();
        }
        String text = String.valueOf(value instanceof OptionPrimitive primitive ? primitive.getValue() : value);
        try {
            Object read = scalar(field, text);
            if (read != null) {
                return read;
            }
        } catch (NumberFormatException e) {
            throw wrong(field, text, site);
        }
        throw wrong(field, text, site);
    }

    private static @Nullable Object scalar(FieldDescriptor field, String text) {
        return switch (field.getJavaType()) {
            case INT -> FieldWords.integer(text).intValue();
            case LONG -> FieldWords.integer(text).longValue();
            case FLOAT -> (float) decimal(text);
            case DOUBLE -> decimal(text);
            case BOOLEAN -> Set.of("true", "false").contains(text) ? Boolean.valueOf(text) : null;
            case STRING -> text;
            case BYTE_STRING -> ByteString.copyFromUtf8(text);
            case ENUM -> constant(field, text);
            case MESSAGE -> null;
        };
    }

    private static @Nullable EnumValueDescriptor constant(FieldDescriptor field, String name) {
        return field.getEnumType().findValueByName(name);
    }

    private static double decimal(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static UnreadableSchemaException wrong(FieldDescriptor field, Object found, Site site) {
        String type =
                switch (field.getJavaType()) {
                    case ENUM ->
                        field.getEnumType().getValues().stream()
                                .map(EnumValueDescriptor::getName)
                                .collect(Collectors.joining(", "));
                    case MESSAGE -> "{ ... } of " + field.getMessageType().getFullName();
                    default -> field.getType().name().toLowerCase(Locale.ROOT);
                };
        return new UnreadableSchemaException(
                site.place() + ": the option " + field.getName() + " is " + found + " (expected: " + type + ")");
    }

    private static void collectPublic(FileDescriptor file, Map<String, FieldDescriptor> extensions) {
        collect(file, extensions);
        file.getPublicDependencies().forEach(each -> collectPublic(each, extensions));
    }

    private static void collect(FileDescriptor file, Map<String, FieldDescriptor> extensions) {
        file.getExtensions().forEach(each -> extensions.put(each.getFullName(), each));
        file.getMessageTypes().forEach(each -> collect(each, extensions));
    }

    private static void collect(Descriptor type, Map<String, FieldDescriptor> extensions) {
        type.getExtensions().forEach(each -> extensions.put(each.getFullName(), each));
        type.getNestedTypes().forEach(each -> collect(each, extensions));
    }
}
