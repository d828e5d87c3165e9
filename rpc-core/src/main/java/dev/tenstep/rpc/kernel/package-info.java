/**
 * The seam to the network: the kernels that carry calls between client and server (steps 3 and 8), and their settings.
 *
 * <pre>{@code
 * public final class CarrierPigeons implements KernelProvider { // found by ServiceLoader
 *     public ClientKernel client(String endpoint, ClientSetup setup) { ... }
 *     public ServerKernel server(String endpoint, ServerSetup setup) { ... }
 * }
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.kernel.KernelProvider}, then {@link dev.tenstep.rpc.kernel.ClientKernel}
 * and {@link dev.tenstep.rpc.kernel.ServerKernel}; protocols carry failures as {@link
 * dev.tenstep.rpc.kernel.WireFailure}. For users: {@link dev.tenstep.rpc.kernel.KernelSettings} and {@link
 * dev.tenstep.rpc.kernel.TlsOptions}.
 */
@NullMarked
package dev.tenstep.rpc.kernel;

import org.jspecify.annotations.NullMarked;
