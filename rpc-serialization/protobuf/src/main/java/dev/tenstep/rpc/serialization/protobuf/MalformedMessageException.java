package dev.tenstep.rpc.serialization.protobuf;

import java.io.IOException;

/** Bytes that are not protobuf, or not of the expected type. The text gives the value found and what was expected. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes one. */
    public MalformedMessageException(String message) {
        super(message);
    }

    /** Makes one with its cause. */
    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
