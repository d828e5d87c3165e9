package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows the possible names of a property's public accessors: {@code getX}, {@code isX} or {@code x}; {@code setX} or
 * {@code x}.
 */
final class AccessorNames {
    private AccessorNames() {}

    /** The method that reads a property of that name and erased type, or null. */
    static @Nullable Method getter(Class<?> owner, String name, Class<?> type) {
        return getters(owner, name, type).stream()
                .filter(method -> method.getReturnType() == type)
                .findFirst()
                .orElse(null);
    }

    /** The methods that may read a property of that name, the likeliest first, whatever they return. */
    static List<Method> getters(Class<?> owner, String name, Class<?> type) {
        boolean truth = type == boolean.class || type == Boolean.class;
        List<String> names = Stream.of("get" + capital(name), "get" + name, truth ? "is" + capital(name) : name, name)
                .toList();
        return find(owner, names, new Class<?>[0]);
    }

    /** The method that sets a property of that name and erased type, boxed or not, or null. */
    static @Nullable Method setter(Class<?> owner, String name, Class<?> type) {
        boolean prefixed = PropertyReader.boxed(type) == Boolean.class && name.startsWith("is") && name.length() > 2;
        List<String> names =
                List.of("set" + capital(name), "set" + name, name, prefixed ? "set" + name.substring(2) : name);
        MethodType given = MethodType.methodType(type);
        return Stream.of(given, given.wrap(), given.unwrap())
                .flatMap(t -> find(owner, names, new Class<?>[] {t.returnType()}).stream())
                .findFirst()
                .orElse(null);
    }

    private static List<Method> find(Class<?> owner, List<String> names, Class<?>[] taken) {
        List<Method> found = new ArrayList<>();
        for (String name : names) {
            for (Method method : owner.getMethods()) {
                if (method.getName().equals(name)
                        && !Modifier.isStatic(method.getModifiers())
                        && Arrays.equals(method.getParameterTypes(), taken)) {
                    found.add(method);
                }
            }
        }
        return found;
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
