package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Request;

/** Reads the heads of requests from decoded header blocks (RFC 9113, sections 8.2 and 8.3). */
final class Requests {
    private static final int MOST_DIGITS = 18;

    private Requests() {}

    /**
     * A request's head.
     *
     * @param length of the body in bytes, as the head announces it; -1 if it does not
     */
    record Read(Request request, long length) {}

    /** Reads one. */
    static Read read(int stream, Fields fields) throws StreamError {
        Fields.Builder others = new Fields.Builder();
        long length = -1;
        for (int i = 0; i < fields.count(); i++) {
            String name = fields.name(i);
            String value = fields.value(i);
            if (name.startsWith(":")) {
                continue;
            }
            if (name.equals("content-length")) {
                long found = length(stream, value);
                if (length >= 0 && length != found) {
                    throw malformed(stream, "two content-lengths");
                }
                length = found;
            } else if (forbidden(name) || (name.equals("te") && !value.equals("trailers"))) {
                throw malformed(stream, name + ": " + value + ", which HTTP/2 does not have");
            }
            others.add(name, value);
        }
        String method = HeaderDecoder.one(stream, fields, ":method");
        boolean connect = method.equals("CONNECT");
        String path = connect ? "" : HeaderDecoder.one(stream, fields, ":path");
        if (!connect) {
            HeaderDecoder.one(stream, fields, ":scheme");
            if (path.isEmpty()) {
                throw malformed(stream, "an empty :path");
            }
        }
        if (fields.first(":status") != null) {
            throw malformed(stream, ":status in a request");
        }
        return new Read(new Request(method, path, others.build()), length);
    }

    private static boolean forbidden(String name) {
        return switch (name) {
            case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade" -> true;
            default -> false;
        };
    }

    private static long length(int stream, String value) throws StreamError {
        boolean digits = !value.isEmpty() && value.length() <= MOST_DIGITS;
        for (int i = 0; digits && i < value.length(); i++) {
            digits = value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        if (!digits) {
            throw malformed(stream, "content-length: " + value + " (expected: digits)");
        }
        return Long.parseLong(value);
    }

    private static StreamError malformed(int stream, String why) {
        return new StreamError(stream, ErrorCode.PROTOCOL_ERROR, "malformed request: " + why);
    }
}
