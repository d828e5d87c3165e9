package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.tenstep.rpc.cli.schema.ProtoSources;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.ProtoFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The elements of some files, by their full names, with their places.
 *
 * @param files those that were given, without those that they import
 * @param sources of their places
 * @param members the places in Java of elements, by full name; empty for files
 */
record Contract(
        List<FileDescriptor> files,
        ProtoSources sources,
        Map<String, String> members,
        Map<String, ServiceDescriptor> services,
        Map<String, Descriptor> messages,
        Map<String, EnumDescriptor> enums,
        Map<String, FieldDescriptor> extensions) {

    /** Takes the contract of files; those of google.type among them are what the others import. */
    static Contract of(ProtoSources sources) {
        List<FileDescriptor> own = sources.files().stream()
                .filter(each -> !each.getPackage().equals("google.type"))
                .toList();
        return of(own, sources, Map.of());
    }

    /** Takes the contract of interfaces. */
    static Contract of(Collection<ServiceContract> services) {
        List<FileDescriptor> files = ProtoFiles.descriptors(services);
        return of(files, ProtoSources.of(files), ProtoFiles.origins(services));
    }

    private static Contract of(List<FileDescriptor> files, ProtoSources sources, Map<String, String> members) {
        Contract contract = new Contract(
                files,
                sources,
                members,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        for (FileDescriptor file : files) {
            file.getServices().forEach(each -> contract.services.put(each.getFullName(), each));
            file.getMessageTypes().forEach(contract::add);
            file.getEnumTypes().forEach(each -> contract.enums.put(each.getFullName(), each));
            file.getExtensions().forEach(contract::add);
        }
        return contract;
    }

    private void add(Descriptor message) {
        messages.put(message.getFullName(), message);
        message.getEnumTypes().forEach(each -> enums.put(each.getFullName(), each));
        message.getExtensions().forEach(this::add);
        message.getNestedTypes().stream()
                .filter(each -> !each.getOptions().getMapEntry())
                .forEach(this::add);
    }

    private void add(FieldDescriptor extension) {
        extensions.put(extension.getContainingType().getFullName() + " " + extension.getNumber(), extension);
    }

    /** Returns this contract without the services that are not named, and without the types that only those lead to. */
    Contract only(Set<String> names) {
        Set<GenericDescriptor> reached = new HashSet<>();
        services.values().stream()
                .filter(each -> names.contains(each.getFullName()))
                .flatMap(each -> each.getMethods().stream())
                .forEach(each -> reach(each, reached));
        Contract part = new Contract(
                files,
                sources,
                members,
                new LinkedHashMap<>(services),
                new LinkedHashMap<>(messages),
                new LinkedHashMap<>(enums),
                new LinkedHashMap<>());
        part.services.keySet().retainAll(names);
        part.messages.values().retainAll(reached);
        part.enums.values().retainAll(reached);
        return part;
    }

    private static void reach(MethodDescriptor method, Set<GenericDescriptor> reached) {
        List<Descriptor> next = new ArrayList<>(List.of(method.getInputType(), method.getOutputType()));
        while (!next.isEmpty()) {
            Descriptor message = next.remove(next.size() - 1);
            if (reached.add(message)) {
                for (FieldDescriptor field : message.getFields()) {
                    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                        next.add(field.getMessageType());
                    } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
                        reached.add(field.getEnumType());
                    }
                }
            }
        }
    }

    /** Returns the place of an element as file:line:column. */
    String place(GenericDescriptor element) {
        return sources.place(element);
    }

    /** Returns the place of an element in Java, or of the nearest around it; empty if there is none. */
    String member(String fullName) {
        for (String name = fullName; ; name = name.substring(0, name.lastIndexOf('.'))) {
            String member = members.get(name);
            if (member != null || !name.contains(".")) {
                return member == null ? "" : member;
            }
        }
    }
}
