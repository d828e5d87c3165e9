package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An annotated interface, parsed once and verified whole. Immutable. The same parse serves client and server. */
public final class ServiceContract {
    private static final ClassValue<ServiceContract> PARSED = new ClassValue<>() {
        @Override
        protected ServiceContract computeValue(Class<?> type) {
            return ServiceParser.parse(type);
        }
    };

    private final Class<?> type;
    private final String name;
    private final List<MethodContract> methods;
    private final Map<String, MethodContract> byName;
    private final Map<Method, MethodContract> byMethod;

    ServiceContract(Class<?> type, String name, List<MethodContract> methods, Map<Method, MethodContract> byMethod) {
        this.type = type;
        this.name = name;
        this.methods = List.copyOf(methods);
        this.byName = methods.stream().collect(Collectors.toUnmodifiableMap(MethodContract::name, m -> m));
        this.byMethod = Map.copyOf(byMethod);
    }

    /**
     * Parses the contract of an interface marked {@link RpcService}, once, when it is first asked for.
     *
     * @throws ContractException if it cannot be served or called; a line for each fault
     */
    public static ServiceContract of(Class<?> type) {
        return PARSED.get(type);
    }

    /**
     * Models a type that is in no signature.
     *
     * @throws ContractException if it cannot be sent, with every reason
     */
    public static TypeModel typeOf(Class<?> type) {
        Faults faults = new Faults();
        faults.method(type.getName());
        TypeModel model = new TypeParser(faults).parse(BoundType.of(type, Map.of()));
        faults.throwIfAny();
        return model;
    }

    /** The Java interface. */
    public Class<?> type() {
        return type;
    }

    /** The wire name. */
    public String name() {
        return name;
    }

    /** The remote methods, inherited ones included, sorted by their names. */
    public List<MethodContract> methods() {
        return methods;
    }

    /** The method with that wire name, or null. */
    public @Nullable MethodContract method(String methodName) {
        return byName.get(methodName);
    }

    /**
     * The contract of a Java method of the interface, of one that it inherits or, if several interfaces declare the
     * same, any of them. Null for methods that are not remote: default methods, and those of {@code Object}.
     */
    public @Nullable MethodContract method(Method method) {
        return byMethod.get(method);
    }

    @Override
    public String toString() {
        return name + methods.stream().map(MethodContract::name).toList();
    }
}
