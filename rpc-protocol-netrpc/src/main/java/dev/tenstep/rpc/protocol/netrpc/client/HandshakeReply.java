package dev.tenstep.rpc.protocol.netrpc.client;

import dev.tenstep.rpc.protocol.netrpc.wire.Handshake;
import dev.tenstep.rpc.serialization.MessageOutput;

/** Reads the answer to the handshake; gob follows. */
final class HandshakeReply implements Replies {
    private final NetrpcClientConnection connection;
    private final String path;

    HandshakeReply(NetrpcClientConnection connection, String path) {
        this.connection = connection;
        this.path = path;
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return Handshake.length(array, start, end);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        String line = Handshake.firstLine(array, start, end);
        if (line.matches("HTTP/1\\.[01] 200( .*)?")) {
            connection.connected(new GobReplies(connection));
            return;
        }
        String own = "HTTP/1.0 503 ";
        connection.rejected(
                line.startsWith(own)
                        ? "the server closed the connection: " + line.substring(own.length())
                        : "the server answered CONNECT " + path + " with " + line + " (expected: HTTP/1.0 "
                                + Handshake.STATUS + ")");
    }

    @Override
    public void request(byte[] method, long seq, byte[] array, int offset, int length, MessageOutput out) {
        throw new IllegalStateException("calls wait for the answer to the handshake");
    }
}
