package dev.tenstep.rpc.kernel;

import java.io.IOException;

/**
 * Makes the kernels of one way to carry calls; found by {@link java.util.ServiceLoader}. The contract suite that every kernel
 * passes is {@code KernelContract} in rpc-testkit.
 */
public interface KernelProvider {

    /** Whether it reaches endpoints of this form: {@code 127.0.0.1:9090}, {@code unix:/run/x}, {@code inproc:name}. */
    boolean serves(String endpoint);

    /**
     * The kernel of one endpoint. Makes no connection yet.
     *
     * @throws IllegalArgumentException if it is told to encrypt and cannot, though its calls leave the process, or does not know
     *     the protocol
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
