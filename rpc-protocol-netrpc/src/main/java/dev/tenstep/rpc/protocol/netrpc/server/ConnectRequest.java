package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.netrpc.wire.Handshake;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** Reads the head of a {@code CONNECT}, and answers it as Go's server does; after a success, gob follows. */
final class ConnectRequest implements Conversation {
    private final NetrpcServerConnection connection;
    private final ServedMethods methods;

    ConnectRequest(NetrpcServerConnection connection, ServedMethods methods) {
        this.connection = connection;
        this.methods = methods;
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        return Handshake.length(array, start, end);
    }

    @Override
    public void frame(byte[] array, int start, int end) {
        String[] words = Handshake.firstLine(array, start, end).split(" ", -1);
        if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
            refuse("400 Bad Request", "400 Bad Request");
        } else if (!words[1].equals(Handshake.PATH)) {
            refuse("404 Not Found", "404 page not found");
        } else {
            connection.context().ready();
            connection.converse(new GobConversation(connection, methods));
            connection.gather(out -> out.write(Handshake.response()));
        }
    }

    private void refuse(String status, String text) {
        connection.converse(new Silence());
        connection.farewell(Handshake.refusal(status, text), "CONNECT was answered by " + text);
    }

    @Override
    public void answer(
            NetrpcCall call, @Nullable WireFailure failure, byte[] array, int offset, int length, MessageOutput out) {
        throw new IllegalStateException("no call belongs to it");
    }

    @Override
    public byte[] rejection(String why) {
        // Go's clients show the first line only.
        return Handshake.refusal("503 " + why.replaceAll("[\\r\\n]", " "), why);
    }
}
