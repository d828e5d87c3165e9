package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a service, method, message, enum or field as a .proto file has it, with full names. */
public final class SymbolText {
    private static final String WELL_KNOWN = "google.protobuf.";

    private final StringBuilder out = new StringBuilder();
    private String indent = "";

    private SymbolText() {}

    /** Returns the text of what a name stands for; a method's with the messages and enums that it reaches. */
    public static String of(GenericDescriptor symbol) {
        SymbolText text = new SymbolText();
        if (symbol instanceof MethodDescriptor method) {
            text.line(declaration(method));
            Set<GenericDescriptor> used = new LinkedHashSet<>();
            reach(method.getInputType(), used);
            reach(method.getOutputType(), used);
            used.forEach(each -> {
                text.line("");
                text.write(each);
            });
        } else {
            text.write(symbol);
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

    private void write(GenericDescriptor symbol) {
        if (symbol instanceof ServiceDescriptor service) {
            block("service " + service.getFullName(), () -> service.getMethods()
                    .forEach(each -> line(declaration(each))));
        } else if (symbol instanceof Descriptor message) {
            message(message, message.getFullName());
        } else if (symbol instanceof EnumDescriptor type) {
            enumType(type, type.getFullName());
        } else if (symbol instanceof FieldDescriptor field) {
            line(declaration(field));
        } else if (symbol instanceof EnumValueDescriptor value) {
            line(value.getName() + " = " + value.getNumber() + ";");
        }
    }

    private void line(String text) {
        out.append(text.isEmpty() ? "" : indent).append(text).append(System.lineSeparator());
    }

    private void block(String head, Runnable body) {
        line(head + " {");
        indent += "  ";
        body.run();
        indent = indent.substring(2);
        line("}");
    }

    private static String declaration(MethodDescriptor method) {
        return "rpc " + method.getName() + "("
                + (method.isClientStreaming() ? "stream " : "")
                + method.getInputType().getFullName() + ") returns ("
                + (method.isServerStreaming() ? "stream " : "")
                + method.getOutputType().getFullName() + ");"
                + (method.getOptions().getDeprecated() ? " // deprecated" : "");
    }

    private void message(Descriptor message, String name) {
        boolean empty = message.getFields().isEmpty()
                && message.getNestedTypes().isEmpty()
                && message.getEnumTypes().isEmpty()
                && message.toProto().getReservedRangeCount() == 0
                && message.toProto().getReservedNameCount() == 0;
        if (empty) {
            line("message " + name + " {}");
            return;
        }
        block("message " + name, () -> {
            reserved(message.toProto());
            message.getEnumTypes().forEach(each -> enumType(each, each.getName()));
            message.getNestedTypes().stream()
                    .filter(each -> !each.getOptions().getMapEntry())
                    .forEach(each -> message(each, each.getName()));
            fields(message);
        });
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

    private void reserved(DescriptorProto message) {
        List<String> reserved = new ArrayList<>();
        message.getReservedRangeList().forEach(each -> reserved.add(range(each.getStart(), each.getEnd() - 1)));
        reserved(reserved, message.getReservedNameList());
    }

    private void reserved(List<String> ranges, List<String> names) {
        if (!ranges.isEmpty()) {
            line("reserved " + String.join(", ", ranges) + ";");
        }
        if (!names.isEmpty()) {
            line(names.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", ", "reserved ", ";")));
        }
    }

    private static String range(int first, int last) {
        return first == last ? String.valueOf(first) : first + " to " + last;
    }

    private static String declaration(FieldDescriptor field) {
        List<String> options = new ArrayList<>();
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

    private static String label(FieldDescriptor field) {
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
        boolean optional = field.hasPresence()
                && field.getRealContainingOneof() == null
                && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
        return (optional ? "optional " : "") + type(field) + " ";
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private void enumType(EnumDescriptor type, String name) {
        block("enum " + name, () -> {
            List<String> ranges = new ArrayList<>();
            for (EnumReservedRange each : type.toProto().getReservedRangeList()) {
                ranges.add(range(each.getStart(), each.getEnd()));
            }
            reserved(ranges, type.toProto().getReservedNameList());
            type.getValues().forEach(each -> line(each.getName() + " = " + each.getNumber() + ";"));
        });
    }
}
