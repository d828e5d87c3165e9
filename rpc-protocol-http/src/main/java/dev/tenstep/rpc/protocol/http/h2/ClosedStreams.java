package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;

/**
 * The streams of a connection that were closed last, and how: what still arrives for one that was reset here is dropped,
 * and for any other it is an error. Event loop only.
 */
final class ClosedStreams {
    private static final int SLOTS = 256;
    private static final int RESET_HERE = 1 << 31;

    private final int[] slots = new int[SLOTS];

    void add(int stream, boolean resetHere) {
        slots[slot(stream)] = resetHere ? stream | RESET_HERE : stream;
    }

    private static int slot(int stream) {
        return (stream >>> 1) & (SLOTS - 1);
    }

    /** Returns whether the stream is one of the last that were closed. */
    boolean contains(int stream) {
        return (slots[slot(stream)] & ~RESET_HERE) == stream;
    }

    /** Checks that a frame of a closed stream may come late, to be dropped: it was reset here, or closed long ago. */
    void check(int type, int stream) {
        if (slots[slot(stream)] == stream) {
            throw ConnectionError.of(
                    ErrorCode.STREAM_CLOSED, "frame type " + type + " of stream " + stream + ", which is closed");
        }
    }

    /** Returns whether the stream was reset here, so that the peer may not have known when it sent something. */
    boolean resetHere(int stream) {
        return slots[slot(stream)] == (stream | RESET_HERE);
    }
}
