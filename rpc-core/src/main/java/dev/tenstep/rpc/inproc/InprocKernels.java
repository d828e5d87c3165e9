package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.kernel.KernelProvider;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.kernel.ServerSetup;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The in-process kernels, which need neither TLS nor compression: no byte leaves the process. Their names belong to the
 * process, as ports belong to a host: hence the one static table.
 */
public final class InprocKernels implements KernelProvider {
    private static final String SCHEME = "inproc:";
    private static final ConcurrentMap<String, InprocServerKernel> LISTENING = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public InprocKernels() {}

    @Override
    public boolean serves(String endpoint) {
        return endpoint.startsWith(SCHEME);
    }

    @Override
    public ClientKernel client(String endpoint, ClientSetup setup) {
        return new InprocClientKernel(named(endpoint), setup.settings());
    }

    private static String named(String endpoint) {
        if (endpoint.substring(SCHEME.length()).isBlank()) {
            throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: inproc:NAME)");
        }
        return endpoint;
    }

    @Override
    public ServerKernel server(String address, ServerSetup setup) throws IOException {
        InprocServerKernel kernel = new InprocServerKernel(named(address), setup.services(), setup.settings());
        if (LISTENING.putIfAbsent(address, kernel) != null) {
            throw new IOException(address + " is taken: another server in this process is listening there");
        }
        return kernel;
    }

    static @Nullable InprocServerKernel listening(String endpoint) {
        return LISTENING.get(endpoint);
    }

    static void remove(InprocServerKernel kernel) {
        LISTENING.remove(kernel.address(), kernel);
    }
}
