package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the declarations of a service's method in all relevant types: the service's interface and those that it
 * extends, the handler's class, its superclasses and the interfaces that these implement. Another service that the
 * handler implements as well is not relevant.
 */
final class Declarations {
    private final Class<?> service;
    private final Map<Class<?>, BoundType> types = new LinkedHashMap<>();

    private Declarations(Class<?> service) {
        this.service = service;
        visit(service, Map.of());
    }

    /** The types, those of the interface first, and the method if the type declares it. */
    static List<MethodContract.Declaration> of(MethodContract contract, Class<?> handler) {
        Declarations found = new Declarations(contract.type());
        Method method = contract.method();
        List<BoundType> parameters = found.parameters(method);
        found.visit(handler, Map.of());
        return found.types.keySet().stream()
                .map(type -> new MethodContract.Declaration(type, found.declared(type, method.getName(), parameters)))
                .toList();
    }

    private void visit(@Nullable Type type, Map<TypeVariable<?>, BoundType> variables) {
        if (type == null || type == Object.class) {
            return;
        }
        BoundType bound = BoundType.of(type, variables);
        Class<?> raw = bound.raw();
        boolean otherService = raw.isAnnotationPresent(RpcService.class) && !raw.isAssignableFrom(service);
        if (!otherService && types.putIfAbsent(raw, bound) == null) {
            visit(raw.getGenericSuperclass(), bound.variables());
            for (Type parent : raw.getGenericInterfaces()) {
                visit(parent, bound.variables());
            }
        }
    }

    private List<BoundType> parameters(Method method) {
        BoundType declaring = types.get(method.getDeclaringClass());
        return BoundType.allOf(method.getGenericParameterTypes(), declaring == null ? Map.of() : declaring.variables());
    }

    private @Nullable Method declared(Class<?> type, String name, List<BoundType> parameters) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(m -> !m.isSynthetic() && !Modifier.isStatic(m.getModifiers()))
                .filter(m -> m.getName().equals(name) && m.getParameterCount() == parameters.size())
                .filter(m -> same(parameters(m), parameters))
                .findFirst()
                .orElse(null);
    }

    private static boolean same(List<BoundType> declared, List<BoundType> wanted) {
        return IntStream.range(0, wanted.size())
                .allMatch(i -> declared.get(i).raw() == wanted.get(i).raw() || isOpen(declared.get(i)));
    }

    /** Returns whether the type stands for an unbound variable, as in a raw superclass. */
    private static boolean isOpen(BoundType type) {
        return type.flaw() != null
                || (type.raw().isArray() && isOpen(type.arguments().get(0)));
    }
}
