package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/** The reason a call failed: gRPC's sixteen codes, by the same numbers (github.com/grpc/grpc, doc/statuscodes.md). */
public enum StatusCode {
    /** The caller gave up. */
    CANCELLED,
    /** An unclassified failure. */
    UNKNOWN,
    /** The request is wrong, whatever the state of the server; also a message that cannot be encoded or decoded. */
    INVALID_ARGUMENT,
    /** The deadline passed before the call ended; the procedure may have run. */
    DEADLINE_EXCEEDED,
    /** A requested thing does not exist. */
    NOT_FOUND,
    /** A thing to be created exists already. */
    ALREADY_EXISTS,
    /** The caller is known but not allowed. */
    PERMISSION_DENIED,
    /** A limit is reached: of size, calls or memory. */
    RESOURCE_EXHAUSTED,
    /** The state of the system forbids the call. */
    FAILED_PRECONDITION,
    /** A conflict, such as of transactions. */
    ABORTED,
    /** A position past the end. */
    OUT_OF_RANGE,
    /** The server does not have the service or the method. */
    UNIMPLEMENTED,
    /** Something that cannot happen did: a broken server or a broken protocol. */
    INTERNAL,
    /** Nobody serves at present; a later call may succeed. */
    UNAVAILABLE,
    /** Data is lost or corrupt for good. */
    DATA_LOSS,
    /** The caller is not authenticated. */
    UNAUTHENTICATED;

    private static final StatusCode[] ALL = values();

    /** The number on the wire, 1 to 16. */
    public int number() {
        return ordinal() + 1;
    }

    /** The code of a number, or null if there is none. */
    public static @Nullable StatusCode of(int number) {
        return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
    }
}
