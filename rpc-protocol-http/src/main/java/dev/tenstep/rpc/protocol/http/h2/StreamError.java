package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;

/** Thrown when the peer makes an error that ends one stream (RFC 9113, section 5.4.2). */
final class StreamError extends Exception {
    private static final long serialVersionUID = 1;

    private final int stream;
    private final ErrorCode code;

    StreamError(int stream, ErrorCode code, String message) {
        super(message);
        this.stream = stream;
        this.code = code;
    }

    int stream() {
        return stream;
    }

    ErrorCode code() {
        return code;
    }
}
