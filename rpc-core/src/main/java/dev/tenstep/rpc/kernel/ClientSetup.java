package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client's kernels are made of, except their endpoints.
 *
 * @param settings limits and times
 * @param tls how connections are encrypted; null for not at all
 * @param compression how messages are compressed
 * @param protocol the name of the protocol that the client speaks. A kernel without a network leaves it out
 * @param config the settings of the process and of the client's name, for keys that a module declares
 */
public record ClientSetup(
        KernelSettings settings,
        @Nullable TlsOptions tls,
        Compression compression,
        String protocol,
        ConfigReader config) {}
