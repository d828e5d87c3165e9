package dev.tenstep.rpc.testkit;

import org.junit.jupiter.api.Timeout;

/**
 * The part of {@link KernelContract} that depends on the transport. A kernel that passes the whole suite on one
 * transport runs this part on its others.
 */
@Timeout(60)
public interface TransportContract
        extends KernelSteps,
                KernelCalls,
                KernelDeadlines,
                KernelCancellation,
                KernelStreams,
                KernelInheritance,
                KernelLimits,
                KernelRefusals,
                KernelClosing,
                KernelRaces {}
