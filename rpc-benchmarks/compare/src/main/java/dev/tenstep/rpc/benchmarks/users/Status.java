package dev.tenstep.rpc.benchmarks.users;

/** What a user may do at present. */
public enum Status {
    ACTIVE,
    SUSPENDED,
    CLOSED
}
