package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes protobuf's description of a proto3 file as the text of a .proto file. Not safe for use by several threads. */
final class ProtoText {
    private final StringBuilder out = new StringBuilder();
    private final FileDescriptorProto file;
    private final String scope;
    private final Map<String, String> comments;
    private String indent = "";

    private ProtoText(FileDescriptorProto file, Map<String, String> comments) {
        this.file = file;
        this.scope = file.getPackage().isEmpty() ? "." : "." + file.getPackage() + ".";
        this.comments = comments;
    }

    /**
     * Returns the text of a file.
     *
     * @param comments for services, methods and messages, by their full names; several lines each
     */
    static String of(FileDescriptorProto file, Map<String, String> comments) {
        ProtoText text = new ProtoText(file, comments);
        text.write();
        return text.out.toString();
    }

    private void write() {
        line("syntax = \"proto3\";");
        if (!file.getPackage().isEmpty()) {
            line("");
            line("package " + file.getPackage() + ";");
        }
        if (file.getDependencyCount() > 0) {
            line("");
            file.getDependencyList().stream().sorted().forEach(each -> line("import \"" + each + "\";"));
        }
        file.getServiceList().forEach(this::service);
        file.getMessageTypeList().forEach(each -> {
            line("");
            message(each, scope);
        });
        file.getEnumTypeList().forEach(each -> {
            line("");
            enumType(each);
        });
    }

    private void line(String text) {
        out.append(text.isEmpty() ? "" : indent).append(text).append('\n');
    }

    private void comment(String fullName) {
        String comment = comments.get(fullName);
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

    private void service(ServiceDescriptorProto service) {
        line("");
        String full = scope + service.getName();
        comment(full);
        block("service " + service.getName(), () -> service.getMethodList()
                .forEach(each -> method(each, service, full)));
    }

    private void method(MethodDescriptorProto method, ServiceDescriptorProto service, String full) {
        comment(full + "." + method.getName());
        line("rpc " + method.getName() + "(" + (method.getClientStreaming() ? "stream " : "")
                + reference(method.getInputType(), service) + ") returns ("
                + (method.getServerStreaming() ? "stream " : "")
                + reference(method.getOutputType(), service) + ");");
    }

    private void message(DescriptorProto message, String in) {
        String full = in + message.getName();
        Map<String, DescriptorProto> maps = new HashMap<>();
        for (DescriptorProto nested : message.getNestedTypeList()) {
            if (nested.getOptions().getMapEntry()) {
                maps.put(full + "." + nested.getName(), nested);
            }
        }
        comment(full);
        boolean reserves = message.getReservedRangeCount() + message.getReservedNameCount() > 0;
        if (message.getFieldCount() == 0 && message.getNestedTypeCount() == 0 && !reserves) {
            line("message " + message.getName() + " {}");
            return;
        }
        block("message " + message.getName(), () -> {
            message.getNestedTypeList().stream()
                    .filter(nested -> !nested.getOptions().getMapEntry())
                    .forEach(nested -> message(nested, full + "."));
            message.getEnumTypeList().forEach(this::enumType);
            reserved(
                    message.getReservedRangeList().stream()
                            .map(range -> range(range.getStart(), range.getEnd() - 1))
                            .toList(),
                    message.getReservedNameList());
            fields(message, maps);
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

    private void fields(DescriptorProto message, Map<String, DescriptorProto> maps) {
        int oneOf = -1;
        for (FieldDescriptorProto field : message.getFieldList()) {
            boolean in = field.hasOneofIndex() && !field.getProto3Optional();
            if (!in) {
                line(declaration(field, maps));
            } else if (field.getOneofIndex() != oneOf) {
                oneOf = field.getOneofIndex();
                int index = oneOf;
                block("oneof " + message.getOneofDecl(index).getName(), () -> message.getFieldList().stream()
                        .filter(each ->
                                each.hasOneofIndex() && !each.getProto3Optional() && each.getOneofIndex() == index)
                        .forEach(each -> line(declaration(each, maps))));
            }
        }
    }

    private String declaration(FieldDescriptorProto field, Map<String, DescriptorProto> maps) {
        DescriptorProto entry = maps.get(field.getTypeName());
        String type = type(field);
        if (entry != null) {
            type = "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + ">";
        } else if (field.getLabel() == Label.LABEL_REPEATED) {
            type = "repeated " + type;
        } else if (field.getProto3Optional()) {
            type = "optional " + type;
        }
        boolean usual = !field.hasJsonName() || field.getJsonName().equals(jsonName(field.getName()));
        String json = usual ? "" : " [json_name = \"" + field.getJsonName() + "\"]";
        return type + " " + field.getName() + " = " + field.getNumber() + json + ";";
    }

    private String type(FieldDescriptorProto field) {
        return field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE
                        || field.getType() == FieldDescriptorProto.Type.TYPE_ENUM
                ? reference(field.getTypeName())
                : field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    /** Returns how a service refers to a type: a method of that name would be found first. */
    private String reference(String fullName, ServiceDescriptorProto service) {
        String name = reference(fullName);
        boolean hidden =
                service.getMethodList().stream().anyMatch(each -> each.getName().equals(name.split("\\.", 2)[0]));
        return hidden ? fullName : name;
    }

    /** Returns how the file refers to a type: a name of its own package is found by its last part. */
    private String reference(String fullName) {
        if (fullName.startsWith(scope) && (scope.length() > 1 || fullName.indexOf('.', 1) < 0)) {
            return fullName.substring(scope.length());
        }
        // A part of this package's name would be found first.
        String first = fullName.substring(1).split("\\.", 2)[0];
        List<String> own = Arrays.asList(file.getPackage().split("\\."));
        return own.contains(first) ? fullName : fullName.substring(1);
    }

    private void enumType(EnumDescriptorProto type) {
        block("enum " + type.getName(), () -> {
            reserved(
                    type.getReservedRangeList().stream()
                            .map(range -> range(range.getStart(), range.getEnd()))
                            .toList(),
                    type.getReservedNameList());
            for (EnumValueDescriptorProto value : type.getValueList()) {
                line(value.getName() + " = " + value.getNumber() + ";");
            }
        });
    }

    /** Returns the name that JSON has for a field unless the file says otherwise. */
    private static String jsonName(String name) {
        StringBuilder json = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                json.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return json.toString();
    }
}
