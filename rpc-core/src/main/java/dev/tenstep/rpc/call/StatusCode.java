package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/** Why a call failed: gRPC's sixteen codes, by the same numbers (github.com/grpc/grpc, doc/statuscodes.md). */
public enum StatusCode {
    /** The caller gave the call up. */
    CANCELLED,
    /** A failure that nobody classified. */
    UNKNOWN,
    /** The request is wrong, whatever the state of the server: also what cannot be encoded or decoded. */
    INVALID_ARGUMENT,
    /** The deadline passed before the call ended; it may have been executed. */
    DEADLINE_EXCEEDED,
    /** Something asked for does not exist. */
    NOT_FOUND,
    /** Something to be made exists. */
    ALREADY_EXISTS,
    /** The caller is known and not allowed. */
    PERMISSION_DENIED,
    /** A limit is reached: of size, of calls, of memory. */
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
    /** It is not known who calls. */
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
