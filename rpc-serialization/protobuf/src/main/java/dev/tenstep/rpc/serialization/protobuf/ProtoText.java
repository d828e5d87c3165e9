package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors as the text of a {@code .proto} file, for people and compilers: lines that end in {@code \n}. Not safe for use by
 * several threads.
 */
public final class ProtoText {
    private static final String WELL_KNOWN = "google.protobuf.";

    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> comments;
    /** The file that is written; null where names are written in full. */
    private final @Nullable FileDescriptor file;

    private String indent = "";

    private ProtoText(@Nullable FileDescriptor file, Map<String, String> comments) {
        this.file = file;
        this.comments = comments;
    }

    /**
     * Returns the text of a file of proto3.
     *
     * @param comments for services, methods and messages, by their full names; several lines each
     */
    static String of(FileDescriptor file, Map<String, String> comments) {
        ProtoText text = new ProtoText(file, comments);
        text.write(file);
        return text.out.toString();
    }

    /**
     * Returns the text of a service, method, message, enum, field or constant, with full names; a method's with the messages and
     * enums that it reaches.
     */
    public static String of(GenericDescriptor symbol) {
        ProtoText text = new ProtoText(null, Map.of());
        text.write(symbol);
        if (symbol instanceof MethodDescriptor method) {
            Set<GenericDescriptor> used = new LinkedHashSet<>();
            reach(method.getInputType(), used);
            reach(method.getOutputType(), used);
            used.forEach(each -> {
                text.line("");
                text.write(each);
            });
        }
        return text.out.toString();
    }

    private static void reach(GenericDescriptor type, Set<GenericDescriptor> used) {
        if (type.getFullName().startsWith(WELL_KNOWN)) {
            return;
        }
        boolean entry =
                type instanceof Descriptor message && message.getOptions().getMapEntry();
        if ((entry || used.add(type)) && type instanceof Descriptor message) {
            for (FieldDescriptor field : message.getFields()) {
                switch (field.getJavaType()) {
                    case MESSAGE -> reach(field.getMessageType(), used);
                    case ENUM -> reach(field.getEnumType(), used);
                    default -> {}
                }
            }
        }
    }

    private void write(FileDescriptor whole) {
        line("syntax = \"proto3\";");
        if (!whole.getPackage().isEmpty()) {
            line("");
            line("package " + whole.getPackage() + ";");
        }
        if (!whole.getDependencies().isEmpty()) {
            line("");
            whole.getDependencies().stream()
                    .map(FileDescriptor::getName)
                    .sorted()
                    .forEach(each -> line("import \"" + each + "\";"));
        }
        List<GenericDescriptor> elements = new ArrayList<>(whole.getServices());
        elements.addAll(whole.getMessageTypes());
        elements.addAll(whole.getEnumTypes());
        for (GenericDescriptor each : elements) {
            line("");
            write(each);
        }
    }

    private void write(GenericDescriptor symbol) {
        String name = file == null ? symbol.getFullName() : symbol.getName();
        if (symbol instanceof ServiceDescriptor service) {
            comment(service);
            block("service " + name, () -> service.getMethods().forEach(this::write));
        } else if (symbol instanceof MethodDescriptor method) {
            comment(method);
            method(method);
        } else if (symbol instanceof Descriptor message) {
            message(message, name);
        } else if (symbol instanceof EnumDescriptor type) {
            enumType(type, name);
        } else if (symbol instanceof FieldDescriptor field) {
            line(declaration(field));
        } else if (symbol instanceof EnumValueDescriptor value) {
            line(value.getName() + " = " + value.getNumber() + ";");
        }
    }

    private void line(String text) {
        out.append(text.isEmpty() ? "" : indent).append(text).append('\n');
    }

    private void comment(GenericDescriptor element) {
        String comment = comments.get("." + element.getFullName());
        if (comment != null) {
            comment.lines().forEach(each -> line(("// " + each).stripTrailing()));
        }
    }

    private void block(String head, Runnable body) {
        line(head + " {");
        indent += "  ";
        body.run();
        indent = indent.substring(2);
        line("}");
    }

    private void method(MethodDescriptor method) {
        MethodOptions options = method.getOptions();
        String deprecated = options.getDeprecated() ? " // deprecated" : "";
        if (options.getIdempotencyLevel() == IdempotencyLevel.IDEMPOTENCY_UNKNOWN) {
            line(declaration(method) + ";" + deprecated);
        } else {
            block(
                    declaration(method),
                    () -> line("option idempotency_level = " + options.getIdempotencyLevel() + ";" + deprecated));
        }
    }

    private String declaration(MethodDescriptor method) {
        return "rpc " + method.getName() + "("
                + (method.isClientStreaming() ? "stream " : "")
                + reference(method.getInputType(), method.getService()) + ") returns ("
                + (method.isServerStreaming() ? "stream " : "")
                + reference(method.getOutputType(), method.getService()) + ")";
    }

    private void message(Descriptor message, String name) {
        comment(message);
        DescriptorProto written = message.toProto();
        if (message.getFields().isEmpty()
                && message.getNestedTypes().isEmpty()
                && message.getEnumTypes().isEmpty()
                && written.getReservedRangeCount() + written.getReservedNameCount() == 0) {
            line("message " + name + " {}");
            return;
        }
        block("message " + name, () -> {
            message.getNestedTypes().stream()
                    .filter(nested -> !nested.getOptions().getMapEntry())
                    .forEach(nested -> message(nested, nested.getName()));
            message.getEnumTypes().forEach(each -> enumType(each, each.getName()));
            reserved(
                    written.getReservedRangeList().stream()
                            .map(range -> range(range.getStart(), range.getEnd() - 1))
                            .toList(),
                    written.getReservedNameList());
            fields(message);
        });
    }

    private void reserved(List<String> numbers, List<String> names) {
        if (!numbers.isEmpty()) {
            line("reserved " + String.join(", ", numbers) + ";");
        }
        if (!names.isEmpty()) {
            line("reserved \"" + String.join("\", \"", names) + "\";");
        }
    }

    private static String range(int first, int last) {
        return first == last ? String.valueOf(first) : first + " to " + last;
    }

    private void fields(Descriptor message) {
        Set<OneofDescriptor> written = new LinkedHashSet<>();
        for (FieldDescriptor field : message.getFields()) {
            OneofDescriptor oneOf = field.getRealContainingOneof();
            if (oneOf == null) {
                line(declaration(field));
            } else if (written.add(oneOf)) {
                block("oneof " + oneOf.getName(), () -> oneOf.getFields().forEach(each -> line(declaration(each))));
            }
        }
    }

    private String declaration(FieldDescriptor field) {
        List<String> options = new ArrayList<>();
        if (!field.isExtension() && !field.getJsonName().equals(jsonName(field.getName()))) {
            options.add("json_name = \"" + field.getJsonName() + "\"");
        }
        if (field.getOptions().getDeprecated()) {
            options.add("deprecated = true");
        }
        if (field.toProto().hasDefaultValue()) {
            options.add("default = " + defaultValue(field));
        }
        return label(field) + field.getName() + " = " + field.getNumber()
                + (options.isEmpty() ? "" : " [" + String.join(", ", options) + "]") + ";";
    }

    private static String defaultValue(FieldDescriptor field) {
        String value = field.toProto().getDefaultValue();
        return switch (field.getType()) {
            case STRING -> '"' + TextFormat.escapeDoubleQuotesAndBackslashes(value) + '"';
            case BYTES -> '"' + value + '"';
            default -> value;
        };
    }

    private String label(FieldDescriptor field) {
        if (field.isMapField()) {
            List<FieldDescriptor> entry = field.getMessageType().getFields();
            return "map<" + type(entry.get(0)) + ", " + type(entry.get(1)) + "> ";
        }
        if (field.isRepeated()) {
            return "repeated " + type(field) + " ";
        }
        if (field.isRequired()) {
            return "required " + type(field) + " ";
        }
        boolean present = field.hasPresence()
                && field.getRealContainingOneof() == null
                && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
        return (present || field.toProto().getProto3Optional() ? "optional " : "") + type(field) + " ";
    }

    private String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> reference(field.getMessageType());
            case ENUM -> reference(field.getEnumType());
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    /** Returns how a service refers to a type: a method of that name would be found first. */
    private String reference(GenericDescriptor type, ServiceDescriptor service) {
        String name = reference(type);
        boolean hidden = file != null
                && service.getMethods().stream().anyMatch(each -> each.getName().equals(name.split("\\.", 2)[0]));
        return hidden ? "." + type.getFullName() : name;
    }

    /** Returns how the file refers to a type: a name of its own package is found by its last part. */
    private String reference(GenericDescriptor type) {
        String fullName = type.getFullName();
        if (file == null) {
            return fullName;
        }
        String scope = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        if (fullName.startsWith(scope) && (!scope.isEmpty() || fullName.indexOf('.') < 0)) {
            return fullName.substring(scope.length());
        }
        // A part of this package's name would be found first.
        boolean hidden = Arrays.asList(file.getPackage().split("\\.")).contains(fullName.split("\\.", 2)[0]);
        return hidden ? "." + fullName : fullName;
    }

    private void enumType(EnumDescriptor type, String name) {
        EnumDescriptorProto written = type.toProto();
        block("enum " + name, () -> {
            reserved(
                    written.getReservedRangeList().stream()
                            .map(range -> range(range.getStart(), range.getEnd()))
                            .toList(),
                    written.getReservedNameList());
            type.getValues().forEach(this::write);
        });
    }

    /** Returns the name that JSON has for a field unless the file says otherwise: {@code createdAt} for {@code created_at}. */
    public static String jsonName(String name) {
        StringBuilder json = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                json.append(upper && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
                upper = false;
            }
        }
        return json.toString();
    }
}
