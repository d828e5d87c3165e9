package dev.tenstep.rpc.call;

import dev.tenstep.rpc.compression.Compression;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
     * @param tls how its connections are encrypted; null for not at all. A kernel whose calls leave the process encrypts
     *     them, or throws IllegalArgumentException
     * @param compression how messages are compressed; a kernel whose calls do not leave the process may leave it out
     */
    ClientKernel client(String endpoint, KernelSettings settings, @Nullable TlsOptions tls, Compression compression);

    /**
     * Starts to listen.
     *
     * @param tls how its connections are encrypted; null for not at all
     * @param compression how messages are compressed
     * @throws IOException if it cannot, with the address in its text
     */
    ServerKernel server(
            String address,
            Services services,
            KernelSettings settings,
            @Nullable TlsOptions tls,
            Compression compression)
            throws IOException;
}
