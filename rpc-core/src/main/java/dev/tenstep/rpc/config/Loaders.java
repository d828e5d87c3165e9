package dev.tenstep.rpc.config;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The class loaders that find plug-ins and settings: the library's own, then the thread's. */
public final class Loaders {
    /** A loader that cannot be asked at all fails for ever. */
    private static final int MOST_BROKEN = 100;

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
     * @throws ServiceConfigurationError if one of them cannot be loaded
     */
    public static <T> List<T> load(Class<T> type, @Nullable ClassLoader given) {
        return load(type, given, broken -> {
            throw broken;
        });
    }

    /**
     * The same without those that cannot be loaded.
     *
     * @param broken receives the reason for each that is left out
     */
    public static <T> List<T> load(Class<T> type, @Nullable ClassLoader given, Consumer<Error> broken) {
        Map<Class<?>, T> found = new LinkedHashMap<>();
        for (ClassLoader loader : of(type, given)) {
            Iterator<T> all = ServiceLoader.load(type, loader).iterator();
            int left = MOST_BROKEN;
            while (left > 0) {
                try {
                    if (!all.hasNext()) {
                        break;
                    }
                    T each = all.next();
                    found.putIfAbsent(each.getClass(), each);
                } catch (ServiceConfigurationError | LinkageError e) {
                    broken.accept(e);
                    left--;
                }
            }
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
