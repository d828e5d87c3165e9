package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.StatusCode;

/**
 * The codes of responses that say none, by their statuses of HTTP: one table in gRPC's {@code
 * doc/http-grpc-status-mapping.md} and in Connect's specification ("HTTP to Error Code").
 */
public final class StatusOfHttp {
    private StatusOfHttp() {}

    /** Returns the code that a status stands for. */
    public static StatusCode code(int status) {
        return switch (status) {
            case 400 -> StatusCode.INTERNAL;
            case 401 -> StatusCode.UNAUTHENTICATED;
            case 403 -> StatusCode.PERMISSION_DENIED;
            case 404 -> StatusCode.UNIMPLEMENTED;
            case 429, 502, 503, 504 -> StatusCode.UNAVAILABLE;
            default -> StatusCode.UNKNOWN;
        };
    }
}
