package dev.tenstep.rpc.testkit;

import org.junit.jupiter.api.Timeout;

/**
 * The part of {@link KernelContract} that depends on the way to the network: for a kernel that passes the whole on one way,
 * its tests on the others.
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
