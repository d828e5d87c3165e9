package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows how the public accessors of a property may be called: {@code getX}, {@code isX} or {@code x}; {@code setX} or {@code x}. */
final class AccessorNames {
    private AccessorNames() {}

    /** The method that reads a property of that name and erased type, or null. */
    static @Nullable Method getter(Class<?> owner, String name, Class<?> type) {
        boolean truth = type == boolean.class || type == Boolean.class;
        List<String> names = Stream.of("get" + capital(name), "get" + name, truth ? "is" + capital(name) : name, name)
                .toList();
        return find(owner, names, type, new Class<?>[0]);
    }

    /** The method that sets a property of that name and erased type, or null. */
    static @Nullable Method setter(Class<?> owner, String name, Class<?> type) {
        boolean prefixed = type == boolean.class && name.startsWith("is") && name.length() > 2;
        List<String> names =
                List.of("set" + capital(name), "set" + name, name, prefixed ? "set" + name.substring(2) : name);
        return find(owner, names, null, new Class<?>[] {type});
    }

    private static @Nullable Method find(
            Class<?> owner, List<String> names, @Nullable Class<?> returned, Class<?>[] taken) {
        for (String name : names) {
            for (Method method : owner.getMethods()) {
                if (method.getName().equals(name)
                        && !Modifier.isStatic(method.getModifiers())
                        && Arrays.equals(method.getParameterTypes(), taken)
                        && (returned == null || method.getReturnType() == returned)) {
                    return method;
                }
            }
        }
        return null;
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
