package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.RpcException;

/** Reads a body, wherever it is cut. Event loop only. */
interface BodyReader {

    /**
     * Reads a part. The array is lent for the call.
     *
     * @throws RpcException if it is malformed, too long, or finds no room
     */
    void read(byte[] array, int from, int end);

    /** Returns whether a message is incomplete. */
    boolean inMessage();

    /**
     * Notes that the body has ended.
     *
     * @throws RpcException if it is not what it should be
     */
    void ended();

    /** Drops what is incomplete, and reads nothing more. */
    void close();
}
