package dev.tenstep.rpc.protoc;

/** A fault of the user's {@code .proto} or option, which protoc prints for the plugin. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
