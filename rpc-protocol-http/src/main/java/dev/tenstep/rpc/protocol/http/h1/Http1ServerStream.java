package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Head;

/**
 * A request on a server, and its response, which ends with the connection if its length is unknown and the client speaks
 * HTTP/1.0. Event loop only.
 */
final class Http1ServerStream extends Http1Stream {
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");

    private final Http1ServerConnection connection;
    private final RequestHead request;

    Http1ServerStream(Http1ServerConnection connection, int id, RequestHead request) {
        super(connection, id);
        this.connection = connection;
        this.request = request;
    }

    RequestHead request() {
        return request;
    }

    @Override
    protected Body begin(Head first, int length) {
        boolean none = first.status() == 204 || first.status() == 304;
        boolean bodyless = none || request.request().method().equals("HEAD");
        boolean chunked = length < 0 && !request.old() && !bodyless;
        boolean last = connection.closesAfter(this) || (length < 0 && !chunked && !bodyless);
        ResponseHead.write(first, connection.outbox());
        if (chunked) {
            write(CHUNKED);
        } else if (length >= 0 && !none && first.fields().first("content-length") == null) {
            writeLength(length);
        }
        if (last) {
            connection.closeAfter();
            write(CLOSE);
        } else if (request.old()) {
            write(KEEP_ALIVE);
        }
        return bodyless ? Body.NONE : chunked ? Body.CHUNKED : Body.PLAIN;
    }
}
