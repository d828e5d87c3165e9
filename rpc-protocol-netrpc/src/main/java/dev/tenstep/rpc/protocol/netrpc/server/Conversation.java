package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The language that a connection speaks now: the handshake, gob, JSON, or nothing more. Event loop only. */
interface Conversation {

    /** Returns the length of the message, or the piece of one, that begins there; -1 if it takes more bytes to know it. */
    int frameLength(byte[] array, int start, int end);

    /** Takes it. The array is lent for the call. */
    void frame(byte[] array, int start, int end);

    /**
     * Writes the answer to a call.
     *
     * @param failure null for a result, which its serializer has written into the array
     */
    void answer(NetrpcCall call, @Nullable WireFailure failure, byte[] array, int offset, int length, MessageOutput out)
            throws IOException;

    /** Encodes the rejection of a client that has just connected; null if it has to call first. */
    default byte @Nullable [] rejection(String why) {
        return null;
    }

    /** Checks how long a message has been arriving; called every second or so. Returns the reason to close, or null. */
    default @Nullable String late(long nowNanos) {
        return null;
    }

    /** Releases what it holds, since the connection is closed, or speaks something else now. */
    default void close() {}
}
