package dev.tenstep.rpc.protocol.netrpc.client;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/** The language that a server answers in now: the handshake, gob or JSON; and the form of requests in it. Event loop only. */
interface Replies {

    /** Returns the length of the message, or the piece of one, that begins there; -1 if it takes more bytes to know it. */
    int frameLength(byte[] array, int start, int end);

    /** Takes it. The array is lent for the call. */
    void frame(byte[] array, int start, int end);

    /**
     * Writes a request.
     *
     * @param method the name of service and method
     * @param array has the message of the parameters
     */
    void request(byte[] method, long seq, byte[] array, int offset, int length, MessageOutput out) throws IOException;

    /** Releases what it holds, since the connection is closed. */
    default void close() {}
}
