package dev.tenstep.rpc.kernel;

import java.io.IOException;

/**
 * Makes the kernels of one transport for calls; found by {@link java.util.ServiceLoader}. The contract suite that every
 * kernel passes is {@code KernelContract} in rpc-testkit.
 */
public interface KernelProvider {

    /**
     * Returns whether it serves endpoints of this form: {@code 127.0.0.1:9090}, {@code unix:/run/x}, {@code
     * inproc:name}.
     */
    boolean serves(String endpoint);

    /**
     * Makes the kernel for one endpoint. Opens no connection yet.
     *
     * @throws IllegalArgumentException if encryption is demanded and not available, though calls leave the process, or
     *     if the protocol is unknown
     */
    ClientKernel client(String endpoint, ClientSetup setup);

    /**
     * Starts to listen.
     *
     * @throws IOException if it cannot, with the address in its text
     * @throws IllegalArgumentException as {@link #client}
     */
    ServerKernel server(String address, ServerSetup setup) throws IOException;
}
