package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import org.jspecify.annotations.Nullable;

/** Finds what a file declares. */
final class Symbols {
    private Symbols() {}

    /** Returns what a full name stands for in a file; null if it is not there. */
    static @Nullable GenericDescriptor find(FileDescriptor file, String symbol) {
        String start = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        if (!symbol.startsWith(start)) {
            return null;
        }
        String[] parts = symbol.substring(start.length()).split("\\.", -1);
        GenericDescriptor found = topLevel(file, parts[0]);
        for (int i = 1; found != null && i < parts.length; i++) {
            found = member(found, parts[i]);
        }
        return found;
    }

    private static @Nullable GenericDescriptor topLevel(FileDescriptor file, String name) {
        ServiceDescriptor service = file.findServiceByName(name);
        if (service != null) {
            return service;
        }
        EnumDescriptor enumType = file.findEnumTypeByName(name);
        return enumType != null ? enumType : file.findMessageTypeByName(name);
    }

    private static @Nullable GenericDescriptor member(GenericDescriptor in, String name) {
        if (in instanceof ServiceDescriptor service) {
            return service.findMethodByName(name);
        }
        if (in instanceof Descriptor message) {
            FieldDescriptor field = message.findFieldByName(name);
            EnumDescriptor enumType = message.findEnumTypeByName(name);
            return field != null ? field : enumType != null ? enumType : message.findNestedTypeByName(name);
        }
        return in instanceof EnumDescriptor type ? type.findValueByName(name) : null;
    }
}
