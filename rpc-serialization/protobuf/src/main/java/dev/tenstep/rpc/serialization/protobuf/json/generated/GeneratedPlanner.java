package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.serialization.protobuf.json.value.TimeForm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the forms of generated messages by their descriptors, each once. Types in a google.protobuf.Any are found among those
 * of the first message's file and the files that it imports.
 */
final class GeneratedPlanner {
    private final Descriptor root;
    private final Map<Descriptor, MessageForm> known = new HashMap<>();

    GeneratedPlanner(Descriptor root) {
        this.root = root;
    }

    /** Returns the form of messages with that descriptor. Several threads may read messages with an Any at once. */
    synchronized MessageForm form(Descriptor type) {
        MessageForm form = known.get(type);
        if (form != null) {
            return form;
        }
        MessageForm special = special(type);
        if (special != null) {
            known.put(type, special);
            return special;
        }
        GeneratedObject object = new GeneratedObject(type);
        known.put(type, object);
        object.plan(this);
        return object;
    }

    private @Nullable MessageForm special(Descriptor type) {
        return switch (type.getFullName()) {
            case "google.protobuf.Timestamp" -> new TimeMessage(type, TimeForm.INSTANT);
            case "google.protobuf.Duration" -> new TimeMessage(type, TimeForm.DURATION);
            case "google.protobuf.FieldMask" -> new MaskMessage(type.findFieldByNumber(1));
            case "google.protobuf.Any" -> new AnyMessage(type, this);
            case "google.protobuf.Value" -> new AnyValue(type, this);
            case "google.protobuf.Struct",
                    "google.protobuf.ListValue",
                    "google.protobuf.DoubleValue",
                    "google.protobuf.FloatValue",
                    "google.protobuf.Int64Value",
                    "google.protobuf.UInt64Value",
                    "google.protobuf.Int32Value",
                    "google.protobuf.UInt32Value",
                    "google.protobuf.BoolValue",
                    "google.protobuf.StringValue",
                    "google.protobuf.BytesValue" -> new BareMessage(type, this);
            default -> null;
        };
    }

    /** Returns the type of that full name, or null if no file has it. */
    @Nullable
    Descriptor find(String fullName) {
        return find(fullName, root.getFile(), new HashSet<>());
    }

    private static @Nullable Descriptor find(String fullName, FileDescriptor file, Set<FileDescriptor> visited) {
        if (!visited.add(file)) {
            return null;
        }
        for (Descriptor each : file.getMessageTypes()) {
            Descriptor found = find(fullName, each);
            if (found != null) {
                return found;
            }
        }
        for (FileDescriptor imported : file.getDependencies()) {
            Descriptor found = find(fullName, imported, visited);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Descriptor find(String fullName, Descriptor type) {
        if (type.getFullName().equals(fullName)) {
            return type;
        }
        if (fullName.startsWith(type.getFullName() + ".")) {
            for (Descriptor nested : type.getNestedTypes()) {
                Descriptor found = find(fullName, nested);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
