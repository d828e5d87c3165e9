package dev.tenstep.rpc.testkit;

import org.junit.jupiter.api.Timeout;

/**
 * The part of {@link KernelContract} that a protocol passes which carries unary calls and little else: no metadata, no declared
 * exceptions, no step times, no streams to the server.
 */
@Timeout(60)
public interface UnaryContract extends KernelCalls, KernelDeadlines, KernelCancellation, KernelClosing, KernelRaces {}
