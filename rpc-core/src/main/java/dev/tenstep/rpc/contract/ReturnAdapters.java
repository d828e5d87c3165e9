package dev.tenstep.rpc.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The available adapters, for one parse of an interface. */
final class ReturnAdapters {
    private final Map<Class<?>, ReturnAdapter> all = new LinkedHashMap<>();

    /** Loads them with this library's loader and the interface's. */
    ReturnAdapters(Class<?> service) {
        load(ReturnAdapters.class.getClassLoader());
        if (service.getClassLoader() != null) {
            load(service.getClassLoader());
        }
    }

    private void load(ClassLoader loader) {
        for (ReturnAdapter adapter : ServiceLoader.load(ReturnAdapter.class, loader)) {
            all.putIfAbsent(adapter.getClass(), adapter);
        }
    }

    /** The adapter of a type; null if the type needs none. */
    @Nullable
    ReturnAdapter find(Class<?> type) {
        for (ReturnAdapter adapter : all.values()) {
            if (adapter.standard(type) != null) {
                return adapter;
            }
        }
        return null;
    }

    /** The type that another stands for: itself, unless it has an adapter. */
    Class<?> standard(Class<?> type) {
        ReturnAdapter adapter = find(type);
        Class<?> standard = adapter == null ? null : adapter.standard(type);
        return standard == null ? type : standard;
    }
}
