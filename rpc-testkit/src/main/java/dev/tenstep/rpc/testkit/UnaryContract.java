package dev.tenstep.rpc.testkit;

import org.junit.jupiter.api.Timeout;

/**
 * The part of {@link KernelContract} for protocols that carry unary calls, their failures and little else: no
 * metadata of calls, no step times, no streams to the server.
 */
@Timeout(60)
public interface UnaryContract
        extends KernelCalls, KernelCodecFailures, KernelDeadlines, KernelCancellation, KernelClosing, KernelRaces {}
