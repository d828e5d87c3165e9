package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The types of files that are at hand. Immutable. */
public final class LocalTypes implements Types {
    private final List<String> services;
    private final Set<FileDescriptor> files;

    private LocalTypes(List<String> services, Set<FileDescriptor> files) {
        this.services = services;
        this.files = files;
    }

    /** Makes it of files; those that they import count for types, and not for services. */
    public static LocalTypes of(Collection<FileDescriptor> files) {
        Set<FileDescriptor> all = new LinkedHashSet<>();
        files.forEach(each -> reach(each, all));
        List<String> services = files.stream()
                .flatMap(each -> each.getServices().stream())
                .map(ServiceDescriptor::getFullName)
                .distinct()
                .sorted()
                .toList();
        return new LocalTypes(services, all);
    }

    private static void reach(FileDescriptor file, Set<FileDescriptor> all) {
        if (all.add(file)) {
            file.getDependencies().forEach(each -> reach(each, all));
        }
    }

    @Override
    public List<String> services() {
        return services;
    }

    @Override
    public FileDescriptor fileOf(String symbol) {
        return files.stream()
                .filter(each -> Symbols.find(each, symbol) != null)
                .findFirst()
                .orElseThrow(() -> new UnknownSymbolException("a symbol of these files", symbol, services));
    }
}
