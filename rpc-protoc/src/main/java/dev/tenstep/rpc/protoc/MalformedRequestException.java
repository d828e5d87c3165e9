package dev.tenstep.rpc.protoc;

import org.jspecify.annotations.Nullable;

/** A request that protoc would not send. */
final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
