package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.StatusCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The error codes of Connect by their names and as statuses of HTTP (connectrpc.com/docs/protocol, "Error codes"). */
final class ErrorCodes {
    private ErrorCodes() {}

    /** Returns the name of a code. */
    static String name(StatusCode code) {
        return code == StatusCode.CANCELLED ? "canceled" : code.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the code of a name; null if it is none. */
    static @Nullable StatusCode of(String name) {
        for (StatusCode each : StatusCode.values()) {
            if (name(each).equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** Returns the status of HTTP for a code. */
    static int status(StatusCode code) {
        return switch (code) {
            case CANCELLED -> 499;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case DEADLINE_EXCEEDED -> 504;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, ABORTED -> 409;
            case PERMISSION_DENIED -> 403;
            case RESOURCE_EXHAUSTED -> 429;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case UNAUTHENTICATED -> 401;
            default -> 500;
        };
    }
}
