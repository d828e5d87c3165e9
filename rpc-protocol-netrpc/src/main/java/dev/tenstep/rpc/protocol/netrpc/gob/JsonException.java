package dev.tenstep.rpc.protocol.netrpc.gob;

/** Thrown for bytes that are no JSON, or whose values do not fit the types that read them. */
public final class JsonException extends GoException {
    private static final long serialVersionUID = 1;

    /** Makes one that says what was found and what was expected. */
    public JsonException(String message) {
        super(message);
    }
}
