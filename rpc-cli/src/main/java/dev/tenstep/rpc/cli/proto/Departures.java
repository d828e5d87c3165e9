package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which messages and enums may be gone: those that only fields had which are gone themselves, and reserved. */
final class Departures {
    private final Contract now;
    private final Map<GenericDescriptor, Set<FieldDescriptor>> users = new HashMap<>();
    private final Set<GenericDescriptor> called = new HashSet<>();

    Departures(Contract old, Contract now) {
        this.now = now;
        for (Descriptor message : old.messages().values()) {
            message.getFields().forEach(field -> use(field, field));
        }
        old.extensions().values().forEach(field -> use(field, field));
        old.services().values().stream()
                .flatMap(each -> each.getMethods().stream())
                .forEach(each -> called.addAll(List.of(each.getInputType(), each.getOutputType())));
    }

    private void use(FieldDescriptor part, FieldDescriptor field) {
        if (part.isMapField()) {
            use(part.getMessageType().findFieldByNumber(2), field);
        } else if (part.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            users.computeIfAbsent(part.getMessageType(), type -> new HashSet<>())
                    .add(field);
        } else if (part.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            users.computeIfAbsent(part.getEnumType(), type -> new HashSet<>()).add(field);
        }
    }

    /** Returns whether a message or enum that is gone may be. */
    boolean allow(GenericDescriptor type) {
        Set<GenericDescriptor> seen = new HashSet<>();
        List<GenericDescriptor> next = new ArrayList<>(List.of(type));
        boolean reserved = false;
        while (!next.isEmpty()) {
            GenericDescriptor each = next.remove(next.size() - 1);
            Set<FieldDescriptor> fields = users.getOrDefault(each, Set.of());
            if (called.contains(each) || fields.isEmpty()) {
                return false;
            }
            for (FieldDescriptor field : seen.add(each) ? fields : Set.<FieldDescriptor>of()) {
                Descriptor owner = now.messages().get(field.getContainingType().getFullName());
                if (owner == null) {
                    next.add(field.getContainingType());
                } else if (stays(field, owner)) {
                    return false;
                } else {
                    reserved = true;
                }
            }
        }
        return reserved;
    }

    private static boolean stays(FieldDescriptor field, Descriptor owner) {
        return field.isExtension()
                || owner.findFieldByNumber(field.getNumber()) != null
                || !owner.isReservedNumber(field.getNumber())
                || !owner.isReservedName(field.getName());
    }
}
