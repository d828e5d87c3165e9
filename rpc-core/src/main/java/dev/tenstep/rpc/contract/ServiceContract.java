package dev.tenstep.rpc.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An annotated interface, parsed once and verified whole. Immutable. The same parse serves client and server. */
public final class ServiceContract {
    private final Class<?> type;
    private final String name;
    private final List<MethodContract> methods;
    private final Map<String, MethodContract> byName;

    ServiceContract(Class<?> type, String name, List<MethodContract> methods) {
        this.type = type;
        this.name = name;
        this.methods = List.copyOf(methods);
        this.byName = methods.stream().collect(Collectors.toUnmodifiableMap(MethodContract::name, m -> m));
    }

    /** The Java interface. */
    public Class<?> type() {
        return type;
    }

    /** The name on the wire. */
    public String name() {
        return name;
    }

    /** The methods that cross the wire, inherited ones included, sorted by their names. */
    public List<MethodContract> methods() {
        return methods;
    }

    /** The method of that name on the wire, or null. */
    public @Nullable MethodContract method(String methodName) {
        return byName.get(methodName);
    }

    @Override
    public String toString() {
        return name + methods.stream().map(MethodContract::name).toList();
    }
}
