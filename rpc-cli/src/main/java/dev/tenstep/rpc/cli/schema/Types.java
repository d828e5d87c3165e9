package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.Locale;

/** Services and the types that they use, by their full names. */
public interface Types {

    /** Returns the full names of all services, sorted. */
    List<String> services();

    /**
     * Returns the file that declares a service, method, message, enum or field.
     *
     * @throws UnknownSymbolException if none does
     */
    FileDescriptor fileOf(String symbol);

    /**
     * Returns what a name stands for.
     *
     * @param symbol the full name of a service, method, message, enum or field
     * @throws UnknownSymbolException if it is unknown
     */
    default GenericDescriptor find(String symbol) {
        GenericDescriptor found = Symbols.find(fileOf(symbol), symbol);
        if (found == null) {
            throw new UnknownSymbolException("a symbol", symbol, services());
        }
        return found;
    }

    /**
     * Returns a service.
     *
     * @throws UnknownSymbolException if there is none of that name
     */
    default ServiceDescriptor service(String name) {
        if (find(name) instanceof ServiceDescriptor service) {
            return service;
        }
        throw new UnknownSymbolException("a service", name, services());
    }

    /**
     * Returns a method by its service's name and its own, which may begin in either case, as it does in Java.
     *
     * @param path {@code acme.Users/Find} or {@code acme.Users.Find}
     * @throws UnknownSymbolException if there is none of that name
     */
    default MethodDescriptor method(String path) {
        int end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('.'));
        if (end <= 0 || end == path.length() - 1) {
            throw new UnknownSymbolException("SERVICE/METHOD", path, services());
        }
        ServiceDescriptor service = service(path.substring(path.charAt(0) == '/' ? 1 : 0, end));
        String name = path.substring(end + 1);
        MethodDescriptor found = service.findMethodByName(name);
        if (found == null) {
            found = service.findMethodByName(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        }
        if (found == null) {
            List<String> all =
                    service.getMethods().stream().map(MethodDescriptor::getName).toList();
            throw new UnknownSymbolException("a method of " + service.getFullName(), name, all);
        }
        return found;
    }
}
