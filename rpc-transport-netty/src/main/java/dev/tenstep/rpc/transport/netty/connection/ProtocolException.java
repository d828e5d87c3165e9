package dev.tenstep.rpc.transport.netty.tenstep;

/**
 * Thrown when the peer violates the protocol, so that the rest of the connection cannot be trusted. Internal to the
 * kernels.
 */
final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
