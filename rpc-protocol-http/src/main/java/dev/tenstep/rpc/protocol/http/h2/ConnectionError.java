package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;

/** Makes what is thrown when the peer makes an error that ends the connection (RFC 9113, section 5.4.1). */
final class ConnectionError {
    private ConnectionError() {}

    static ProtocolException of(ErrorCode code, String message) {
        return new ProtocolException(code.number(), message);
    }
}
