package dev.tenstep.rpc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The class loaders that find plug-ins and settings: the library's own, then the thread's. */
public final class Loaders {
    private Loaders() {}

    /**
     * The loaders, in order.
     *
     * @param type a type of the library
     * @param given a thread's loader, for one; left out where it sees another copy of the library, since what it finds is for
     *     that
     */
    public static List<ClassLoader> of(Class<?> type, @Nullable ClassLoader given) {
        ClassLoader own = type.getClassLoader();
        return given == null || given == own || seesAnother(type, given) ? List.of(own) : List.of(own, given);
    }

    /**
     * One instance of each implementation that {@link java.util.ServiceLoader} finds through any of the loaders, in their order.
     *
     * @param type the plug-ins' type, one of the library
     * @param given a thread's loader, for one
     */
    public static <T> List<T> load(Class<T> type, @Nullable ClassLoader given) {
        Map<Class<?>, T> found = new LinkedHashMap<>();
        for (ClassLoader loader : of(type, given)) {
            ServiceLoader.load(type, loader).forEach(each -> found.putIfAbsent(each.getClass(), each));
        }
        return List.copyOf(found.values());
    }

    private static boolean seesAnother(Class<?> type, ClassLoader loader) {
        try {
            return Class.forName(type.getName(), false, loader) != type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
