package dev.tenstep.rpc.benchmarks.users;

/** A user's current status. */
public enum Status {
    ACTIVE,
    SUSPENDED,
    CLOSED
}
