package dev.tenstep.rpc.protocol.http.h1;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.protocol.http.stream.Head;

/** A request on its client, and its response. Event loop only. */
final class Http1ClientStream extends Http1Stream {
    Http1ClientStream(Http1ClientConnection connection, int id) {
        super(connection, id);
    }

    @Override
    protected Body begin(Head first, int length) {
        String method = requireNonNull(first.pseudo(":method"));
        write(ascii(
                method + ' ' + first.pseudo(":path") + " HTTP/1.1\r\nhost: " + first.pseudo(":authority") + "\r\n"));
        write(first.lines());
        if (method.equals("GET")) {
            return Body.NONE;
        }
        if (length < 0) {
            write(CHUNKED);
            return Body.CHUNKED;
        }
        writeLength(length);
        return Body.PLAIN;
    }

    /** Sends the head of a request whose body is yet to come. */
    void sendHead() {
        begin(-1);
        ((Http1ClientConnection) connection()).written();
    }
}
