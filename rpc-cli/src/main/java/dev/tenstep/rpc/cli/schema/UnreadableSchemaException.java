package dev.tenstep.rpc.cli.schema;

/** A schema that cannot be read, with its place: {@code acme/users.proto:7:3: "Usr" is not defined.} */
public final class UnreadableSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes an exception with a text for the user. */
    public UnreadableSchemaException(String message) {
        super(message);
    }

    UnreadableSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
