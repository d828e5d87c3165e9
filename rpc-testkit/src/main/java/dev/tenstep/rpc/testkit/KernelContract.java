package dev.tenstep.rpc.testkit;

import org.junit.jupiter.api.Timeout;

/**
 * The behaviour of every kernel, so that the handles need not know which transport a call takes. A kernel's test
 * implements this:
 *
 * <pre>{@code
 * final class MyKernelTest implements KernelContract {
 *     public String address() { return "my:" + counter.incrementAndGet(); }
 * }
 * }</pre>
 *
 * <p>The kernel's provider is found by ServiceLoader, as servers and clients find it.
 */
@Timeout(60)
public interface KernelContract
        extends TransportContract,
                KernelStepMethods,
                KernelCodecFailures,
                KernelUsersCode,
                KernelHandlers,
                KernelChangedTypes,
                KernelStreamHandlers,
                KernelDraining,
                KernelFilters,
                KernelContext,
                KernelLedger,
                KernelRetries,
                KernelUserCode,
                KernelEncoding,
                KernelCompletions {}
