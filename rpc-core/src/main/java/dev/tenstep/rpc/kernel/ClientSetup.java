package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client's kernels are made of, except their endpoints.
 *
 * @param settings limits and times
 * @param tls how connections are encrypted; null for no encryption
 * @param compression how messages are compressed
 * @param protocol the name of the protocol that the client speaks. A kernel without a network ignores it
 * @param authority the host name on the server's certificate; null for that of the endpoint
 * @param config the settings of the process and of the named client, for keys that a module declares
 */
public record ClientSetup(
        KernelSettings settings,
        @Nullable TlsOptions tls,
        Compression compression,
        String protocol,
        @Nullable String authority,
        ConfigReader config) {

    /** The same for an endpoint whose address does not have the host name of the server's certificate. */
    public ClientSetup withAuthority(@Nullable String newAuthority) {
        return new ClientSetup(settings, tls, compression, protocol, newAuthority, config);
    }
}
