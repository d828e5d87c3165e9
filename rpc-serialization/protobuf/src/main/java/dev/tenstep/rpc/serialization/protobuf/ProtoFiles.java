package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.protobuf.Schema.PackageSchema;
import dev.tenstep.rpc.serialization.protobuf.Schema.RpcSchema;
import dev.tenstep.rpc.serialization.protobuf.Schema.ServiceSchema;
import dev.tenstep.rpc.serialization.protobuf.Schema.Thrown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The .proto files of services, for clients and servers in other languages: one file for each package of the services'
 * names. The order is stable, so that a file that is kept under version control changes only when the services do.
 *
 * <pre>{@code
 * ProtoFiles.of(Users.class, Orders.class)
 *         .forEach((path, text) -> Files.writeString(folder.resolve(path), text));
 * }</pre>
 *
 * <p>Dates, times of day and decimals are messages of google.type, whose files are among the {@link #imports imports}.
 */
public final class ProtoFiles {
    private ProtoFiles() {}

    /**
     * Returns the texts by their paths, such as {@code acme/users.proto} for the package {@code acme.users}.
     *
     * @param services interfaces marked {@link dev.tenstep.rpc.contract.RpcService}
     * @throws dev.tenstep.rpc.contract.ContractException if one cannot be served or called
     */
    public static Map<String, String> of(Class<?>... services) {
        Map<String, String> texts = new TreeMap<>();
        byPackage(contracts(services)).forEach((name, inPackage) -> {
            PackageSchema schema = PackageSchema.of(name, inPackage);
            String path = path(name);
            texts.put(path, ProtoText.of(DerivedFile.of(schema, path).file(), comments(schema)));
        });
        return texts;
    }

    /**
     * Returns the texts of the files that those of the services import and protoc does not bring, by their paths: {@code
     * google/type/date.proto} and its like. They have the messages that Google's files of these names have.
     *
     * @param services interfaces marked {@link dev.tenstep.rpc.contract.RpcService}
     * @throws dev.tenstep.rpc.contract.ContractException if one cannot be served or called
     */
    public static Map<String, String> imports(Class<?>... services) {
        Map<String, String> texts = new TreeMap<>();
        for (FileDescriptor file : descriptors(contracts(services))) {
            for (FileDescriptor imported : file.getDependencies()) {
                if (GoogleTypes.files().contains(imported)) {
                    texts.put(imported.getName(), ProtoText.of(imported, Map.of()));
                }
            }
        }
        return texts;
    }

    private static List<ServiceContract> contracts(Class<?>... services) {
        return Arrays.stream(services).map(ServiceContract::of).toList();
    }

    /** Returns the descriptors of the files of these services, for server reflection and for dynamic messages. */
    public static List<FileDescriptor> descriptors(Collection<ServiceContract> services) {
        List<FileDescriptor> files = new ArrayList<>();
        byPackage(services)
                .forEach((name, inPackage) -> files.add(DerivedFile.of(PackageSchema.of(name, inPackage), path(name))
                        .file()));
        return List.copyOf(files);
    }

    /**
     * Returns the places in Java that services, methods, messages, fields, enums and constants of the files come from, by their full
     * names: {@code Orders.find -> Order.items} for {@code acme.Order.items}. If a type is reached in several ways, the first counts.
     */
    public static Map<String, String> origins(Collection<ServiceContract> services) {
        Map<String, String> origins = new TreeMap<>();
        byPackage(services).forEach((name, inPackage) -> PackageSchema.of(name, inPackage)
                .origins()
                .forEach((element, origin) -> origins.put(name.isEmpty() ? element : name + "." + element, origin)));
        return origins;
    }

    private static Map<String, List<ServiceContract>> byPackage(Collection<ServiceContract> services) {
        return services.stream()
                .sorted(Comparator.comparing(ServiceContract::name))
                .collect(Collectors.groupingBy(ProtoFiles::packageOf, TreeMap::new, Collectors.toList()));
    }

    private static String packageOf(ServiceContract service) {
        int dot = service.name().lastIndexOf('.');
        return dot < 0 ? "" : service.name().substring(0, dot);
    }

    private static String path(String packageName) {
        return packageName.isEmpty() ? "services.proto" : packageName.replace('.', '/') + ".proto";
    }

    /** Returns what the file's own words cannot say: the exceptions that a method declares. */
    private static Map<String, String> comments(PackageSchema schema) {
        String scope = schema.name().isEmpty() ? "." : "." + schema.name() + ".";
        Map<String, String> comments = new HashMap<>();
        for (ServiceSchema service : schema.services()) {
            for (RpcSchema method : service.methods()) {
                if (!method.exceptions().isEmpty()) {
                    String thrown = method.exceptions().stream()
                            .map(ProtoFiles::messageName)
                            .collect(Collectors.joining(", "));
                    comments.put(
                            scope + service.name() + "." + method.name(),
                            "May fail with one of these in the details of its status: " + thrown + ".");
                }
            }
        }
        return comments;
    }

    private static String messageName(Thrown thrown) {
        return thrown.message().name();
    }
}
