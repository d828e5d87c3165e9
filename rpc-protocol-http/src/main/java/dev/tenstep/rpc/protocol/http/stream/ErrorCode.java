package dev.tenstep.rpc.protocol.http.stream;

import org.jspecify.annotations.Nullable;

/** The error codes of HTTP/2 by their numbers (RFC 9113, section 7). HTTP/1.1 has no word for them and closes. */
public enum ErrorCode {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    private static final ErrorCode[] ALL = values();

    /** The number on the wire. */
    public int number() {
        return ordinal();
    }

    /** The code of a number; null if it is not a known one. */
    public static @Nullable ErrorCode of(long number) {
        return number >= 0 && number < ALL.length ? ALL[(int) number] : null;
    }
}
