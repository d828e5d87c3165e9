package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;

/** Reads the heads of responses from decoded header blocks (RFC 9113, section 8.3.2). */
final class Responses {
    /** The lowest status of a response that is not followed by another one. */
    static final int FINAL = 200;

    private static final int LEAST = 100;
    private static final int MOST = 999;

    private Responses() {}

    /** Returns the status, which must be the only pseudo-header field. */
    static int status(int stream, Fields fields) throws StreamError {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i).charAt(0) == ':' && !fields.name(i).equals(":status")) {
                throw new StreamError(
                        stream, ErrorCode.PROTOCOL_ERROR, fields.name(i) + " in a response (expected: :status alone)");
            }
        }
        String text = HeaderDecoder.one(stream, fields, ":status");
        int status = 0;
        for (int i = 0; i < text.length() && status <= MOST; i++) {
            char c = text.charAt(i);
            status = c >= '0' && c <= '9' ? 10 * status + c - '0' : MOST + 1;
        }
        if (status < LEAST || status > MOST) {
            throw new StreamError(
                    stream, ErrorCode.PROTOCOL_ERROR, ":status: " + text + " (expected: " + LEAST + ".." + MOST + ")");
        }
        return status;
    }
}
