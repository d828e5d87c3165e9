package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.transport.netty.connection.ProtocolException;

/** The errors after which nothing on a connection can be trusted: the status that the client is told, and why. */
final class Http1Error {
    static final int BAD_REQUEST = 400;
    static final int TIMEOUT = 408;
    static final int URI_TOO_LONG = 414;
    static final int EXPECTATION_FAILED = 417;
    static final int HEAD_TOO_LARGE = 431;
    static final int NOT_IMPLEMENTED = 501;
    static final int VERSION = 505;

    private Http1Error() {}

    static ProtocolException of(int status, String why) {
        return new ProtocolException(status, why);
    }

    static ProtocolException bad(String why) {
        return of(BAD_REQUEST, why);
    }

    /** Returns the reason phrase of a status. */
    static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 411 -> "Length Required";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 417 -> "Expectation Failed";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 499 -> "Client Closed Request";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }
}
