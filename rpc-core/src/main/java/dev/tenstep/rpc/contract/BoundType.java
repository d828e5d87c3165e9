package dev.tenstep.rpc.contract;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A generic type with its variables replaced by their bindings. Equal types are equal records, so it serves as a key.
 *
 * @param arguments the type arguments; for an array its component
 * @param flaw the reason that it stands for no type: the wildcard or the unbound variable; null if it does
 */
record BoundType(Class<?> raw, List<BoundType> arguments, @Nullable String flaw) {

    /** Binds a type, with these bindings of the variables. */
    static BoundType of(Type type, Map<TypeVariable<?>, BoundType> variables) {
        if (type instanceof Class<?> c) {
            return c.isArray() ? arrayOf(of(c.getComponentType(), variables)) : new BoundType(c, List.of(), null);
        }
        if (type instanceof ParameterizedType p) {
            return new BoundType((Class<?>) p.getRawType(), allOf(p.getActualTypeArguments(), variables), null);
        }
        if (type instanceof GenericArrayType a) {
            return arrayOf(of(a.getGenericComponentType(), variables));
        }
        if (type instanceof TypeVariable<?> v) {
            BoundType bound = variables.get(v);
            return bound != null ? bound : new BoundType(Object.class, List.of(), v.getName());
        }
        return new BoundType(Object.class, List.of(), type.getTypeName());
    }

    static List<BoundType> allOf(Type[] types, Map<TypeVariable<?>, BoundType> variables) {
        return Arrays.stream(types).map(t -> of(t, variables)).toList();
    }

    private static BoundType arrayOf(BoundType component) {
        return new BoundType(component.raw.arrayType(), List.of(component), null);
    }

    /** The bindings of the class's variables inside it; empty for a raw type. */
    Map<TypeVariable<?>, BoundType> variables() {
        if (raw.isArray() || arguments.isEmpty()) {
            return Map.of();
        }
        TypeVariable<?>[] names = raw.getTypeParameters();
        Map<TypeVariable<?>, BoundType> bound = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            bound.put(names[i], arguments.get(i));
        }
        return bound;
    }

    /** The bindings of the variables of the class and of everything that it extends and implements. */
    Map<TypeVariable<?>, BoundType> inherited() {
        Map<TypeVariable<?>, BoundType> all = new HashMap<>(variables());
        Stream.concat(Stream.ofNullable(raw.getGenericSuperclass()), Arrays.stream(raw.getGenericInterfaces()))
                .forEach(parent -> all.putAll(of(parent, all).inherited()));
        return all;
    }

    /** Returns whether it is a generic class without its arguments. */
    boolean lacksArguments() {
        return arguments.isEmpty() && raw.getTypeParameters().length > 0;
    }

    /** The nesting depth of the type arguments; 0 without any. */
    int depth() {
        return arguments.stream().mapToInt(a -> a.depth() + 1).max().orElse(0);
    }

    /** The type as in source, without packages: {@code Map<String, List<User>>}. */
    @Override
    public String toString() {
        if (flaw != null) {
            return flaw;
        }
        if (raw.isArray()) {
            return arguments.get(0) + "[]";
        }
        if (arguments.isEmpty()) {
            return raw.getSimpleName();
        }
        return raw.getSimpleName()
                + "<"
                + String.join(", ", arguments.stream().map(BoundType::toString).toList())
                + ">";
    }
}
