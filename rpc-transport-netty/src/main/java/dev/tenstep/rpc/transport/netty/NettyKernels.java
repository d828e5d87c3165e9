package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.kernel.KernelProvider;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.kernel.TlsOptions;
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
    public ClientKernel client(String endpoint, ClientSetup setup) {
        checkTls(setup.tls());
        return new NettyClientKernel(endpoint, setup);
    }

    @Override
    public ServerKernel server(String address, ServerSetup setup) throws IOException {
        checkTls(setup.tls());
        return new NettyServerKernel(address, setup);
    }

    private static void checkTls(@Nullable TlsOptions tls) {
        if (tls == null) {
            return;
        }
        try {
            Class.forName("io.netty.handler.ssl.SslHandler", false, NettyKernels.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException(
                    "TLS is configured, which needs netty-handler (expected: on the class path, with netty-codec-base)",
                    e);
        }
    }
}
