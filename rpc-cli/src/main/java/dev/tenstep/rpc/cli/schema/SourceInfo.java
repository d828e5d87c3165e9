package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places and comments of a file's elements, by protobuf's own description of them (descriptor.proto, SourceCodeInfo). */
final class SourceInfo {
    private SourceInfo() {}

    /**
     * The place of an element.
     *
     * @param line from 1
     * @param column from 1
     * @param comment several lines, or empty
     */
    record Spot(int line, int column, String comment) {}

    /** Returns the place of an element, or null. */
    static @Nullable Spot spot(GenericDescriptor element) {
        List<Integer> path = path(element);
        for (Location location : element.getFile().toProto().getSourceCodeInfo().getLocationList()) {
            if (location.getPathList().equals(path) && location.getSpanCount() >= 2) {
                return spot(location);
            }
        }
        return null;
    }

    private static Spot spot(Location location) {
        List<String> comments = new ArrayList<>();
        for (String each : List.of(location.getLeadingComments(), location.getTrailingComments())) {
            each.strip().lines().map(String::strip).forEach(comments::add);
        }
        return new Spot(location.getSpan(0) + 1, location.getSpan(1) + 1, String.join("\n", comments));
    }

    private static List<Integer> path(GenericDescriptor element) {
        if (element instanceof Descriptor type) {
            Descriptor outer = type.getContainingType();
            return outer == null
                    ? List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, type.getIndex())
                    : under(outer, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, type.getIndex());
        }
        if (element instanceof EnumDescriptor type) {
            Descriptor outer = type.getContainingType();
            return outer == null
                    ? List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, type.getIndex())
                    : under(outer, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, type.getIndex());
        }
        if (element instanceof FieldDescriptor field) {
            return path(field);
        }
        if (element instanceof EnumValueDescriptor value) {
            return under(value.getType(), EnumDescriptorProto.VALUE_FIELD_NUMBER, value.getIndex());
        }
        if (element instanceof OneofDescriptor oneOf) {
            return under(oneOf.getContainingType(), DescriptorProto.ONEOF_DECL_FIELD_NUMBER, oneOf.getIndex());
        }
        if (element instanceof MethodDescriptor method) {
            return under(method.getService(), ServiceDescriptorProto.METHOD_FIELD_NUMBER, method.getIndex());
        }
        return element instanceof ServiceDescriptor service
                ? List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex())
                : List.of(FileDescriptorProto.PACKAGE_FIELD_NUMBER);
    }

    private static List<Integer> path(FieldDescriptor field) {
        if (!field.isExtension()) {
            return under(field.getContainingType(), DescriptorProto.FIELD_FIELD_NUMBER, field.getIndex());
        }
        Descriptor scope = field.getExtensionScope();
        return scope == null
                ? List.of(FileDescriptorProto.EXTENSION_FIELD_NUMBER, field.getIndex())
                : under(scope, DescriptorProto.EXTENSION_FIELD_NUMBER, field.getIndex());
    }

    private static List<Integer> under(GenericDescriptor outer, int field, int index) {
        return under(path(outer), field, index);
    }

    /** Returns the path of an element in the repeated field of another. */
    static List<Integer> under(List<Integer> outer, int field, int index) {
        List<Integer> path = new ArrayList<>(outer);
        path.add(field);
        path.add(index);
        return path;
    }

    /** Returns file:line:column of the element with that full name, or the file alone. */
    static String place(FileDescriptorProto file, String fullName, String place) {
        Map<String, List<Integer>> paths = new HashMap<>();
        String scope = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            collect(file.getMessageType(i), scope, List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i), paths);
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            collect(file.getEnumType(i), scope, List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), paths);
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            List<Integer> path = List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i);
            ServiceDescriptorProto service = file.getService(i);
            paths.put(scope + service.getName(), path);
            for (int m = 0; m < service.getMethodCount(); m++) {
                paths.put(
                        scope + service.getName() + "." + service.getMethod(m).getName(),
                        under(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, m));
            }
        }
        fields(file.getExtensionList(), scope, List.of(), FileDescriptorProto.EXTENSION_FIELD_NUMBER, paths);
        List<Integer> path = paths.get(fullName);
        return file.getSourceCodeInfo().getLocationList().stream()
                .filter(each -> each.getPathList().equals(path) && each.getSpanCount() >= 2)
                .findFirst()
                .map(SourceInfo::spot)
                .map(spot -> place + ":" + spot.line() + ":" + spot.column())
                .orElse(place);
    }

    private static void collect(
            DescriptorProto message, String scope, List<Integer> path, Map<String, List<Integer>> paths) {
        String inside = scope + message.getName() + ".";
        paths.put(scope + message.getName(), path);
        fields(message.getFieldList(), inside, path, DescriptorProto.FIELD_FIELD_NUMBER, paths);
        fields(message.getExtensionList(), inside, path, DescriptorProto.EXTENSION_FIELD_NUMBER, paths);
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            collect(message.getNestedType(i), inside, under(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i), paths);
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            collect(message.getEnumType(i), inside, under(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), paths);
        }
    }

    private static void collect(
            EnumDescriptorProto type, String scope, List<Integer> path, Map<String, List<Integer>> paths) {
        paths.put(scope + type.getName(), path);
        for (int i = 0; i < type.getValueCount(); i++) {
            // A constant's name is a sibling of its type's.
            paths.put(scope + type.getValue(i).getName(), under(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i));
        }
    }

    private static void fields(
            List<FieldDescriptorProto> fields,
            String scope,
            List<Integer> path,
            int number,
            Map<String, List<Integer>> paths) {
        for (int i = 0; i < fields.size(); i++) {
            paths.put(scope + fields.get(i).getName(), under(path, number, i));
        }
    }
}
