package dev.tenstep.rpc.examples.users;

/** What a user may do. */
public enum Role {
    READER,
    WRITER,
    OWNER
}
