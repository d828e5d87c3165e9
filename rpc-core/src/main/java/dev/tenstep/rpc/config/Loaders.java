package dev.tenstep.rpc.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where plug-ins and settings are looked for: by the library's own class loader, then by the one that a thread has. */
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

    private static boolean seesAnother(Class<?> type, ClassLoader loader) {
        try {
            return Class.forName(type.getName(), false, loader) != type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
