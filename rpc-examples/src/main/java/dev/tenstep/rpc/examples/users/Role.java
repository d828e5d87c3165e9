package dev.tenstep.rpc.examples.users;

/** A user's role. */
public enum Role {
    READER,
    WRITER,
    OWNER
}
