package dev.tenstep.rpc.transport.netty.connection;

/** Thrown when the peer violates the protocol, so that the rest of the connection cannot be trusted. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    /** Makes one that says what was found and what was expected. */
    public ProtocolException(String message) {
        this(0, message);
    }

    /** Makes one of a protocol that has numbers for errors. */
    public ProtocolException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the error's number in the protocol; 0 if it has none. */
    public int code() {
        return code;
    }
}
