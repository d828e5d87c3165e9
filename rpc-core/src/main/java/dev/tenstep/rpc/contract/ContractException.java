package dev.tenstep.rpc.contract;

/**
 * An interface that cannot be served or called as it stands. Thrown when a stub or a service is made, never by a call.
 * The message says what was found and what was expected, and ends with the method and the parameter.
 */
public final class ContractException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Makes an exception with its whole message. */
    public ContractException(String message) {
        super(message);
    }

    /** Makes an exception with its whole message and its cause. */
    public ContractException(String message, Throwable cause) {
        super(message, cause);
    }
}
