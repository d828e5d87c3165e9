package dev.tenstep.rpc;

import dev.tenstep.rpc.config.Loaders;
import dev.tenstep.rpc.kernel.KernelProvider;
import java.util.List;

/** The plug-ins of other modules, found by ServiceLoader through the library's class loader and then the thread's. */
final class Plugins {
    private Plugins() {}

    /** One instance of each implementation on either loader. */
    static <T> List<T> load(Class<T> type) {
        return Loaders.load(type, Thread.currentThread().getContextClassLoader());
    }

    /** Returns that one of all providers which makes kernels for an address or endpoint. */
    static KernelProvider kernels(String endpoint, List<KernelProvider> all) {
        for (KernelProvider provider : all) {
            if (provider.serves(endpoint)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("endpoint: " + endpoint
                + " (expected: host:port or unix:PATH, with rpc-transport-netty on the class path, or inproc:NAME); tried "
                + all.stream().map(p -> p.getClass().getSimpleName()).toList());
    }
}
