package dev.tenstep.rpc.testkit;

import org.junit.jupiter.api.Timeout;

/**
 * The part of {@link UnaryContract} for protocols of others that carry parameters, results and the text of an error, but neither
 * deadlines nor cancellation: each call ends once, with its own reply, whatever is closed meanwhile.
 */
@Timeout(60)
public interface PlainContract extends KernelClosing, KernelRaces {}
