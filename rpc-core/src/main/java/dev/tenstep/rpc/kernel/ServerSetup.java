package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.server.Services;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a server's kernel is made of, except its address.
 *
 * @param services the methods that calls are dispatched to
 * @param settings limits and times
 * @param tls how connections are encrypted; null for no encryption
 * @param compression how messages are compressed
 * @param protocols the names of the protocols that the kernel may speak; null for all on the class path. A kernel
 *     without a network ignores them
 * @param config the settings of the process, for keys that a module declares
 */
public record ServerSetup(
        Services services,
        KernelSettings settings,
        @Nullable TlsOptions tls,
        Compression compression,
        @Nullable List<String> protocols,
        ConfigReader config) {

    /** Copies the list. */
    public ServerSetup {
        protocols = protocols == null ? null : List.copyOf(protocols);
    }
}
