package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.ClientKernel;
import dev.tenstep.rpc.call.KernelProvider;
import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.call.ServerKernel;
import dev.tenstep.rpc.call.Services;
import dev.tenstep.rpc.call.TlsOptions;
import dev.tenstep.rpc.compression.Compression;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes the kernels on Netty, for endpoints {@code host:port} and {@code unix:PATH}. */
public final class NettyKernels implements KernelProvider {

    /** For {@link java.util.ServiceLoader}. */
    public NettyKernels() {}

    @Override
    public boolean serves(String endpoint) {
        return Endpoint.isMeant(endpoint);
    }

    @Override
    public ClientKernel client(
            String endpoint, KernelSettings settings, @Nullable TlsOptions tls, Compression compression) {
        checkTls(tls);
        return new NettyClientKernel(endpoint, settings, tls, compression);
    }

    @Override
    public ServerKernel server(
            String address,
            Services services,
            KernelSettings settings,
            @Nullable TlsOptions tls,
            Compression compression)
            throws IOException {
        checkTls(tls);
        return NettyServerKernel.listen(address, services, settings, tls, compression);
    }

    private static void checkTls(@Nullable TlsOptions tls) {
        if (tls == null) {
            return;
        }
        try {
            Class.forName("io.netty.handler.ssl.SslHandler", false, NettyKernels.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException(
                    "TLS is asked for, which needs netty-handler (expected: on the class path, with netty-codec-base)",
                    e);
        }
    }
}
