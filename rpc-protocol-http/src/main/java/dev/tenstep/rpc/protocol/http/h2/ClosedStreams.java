package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;

/**
 * The streams of a connection that were closed last, and how: what still arrives for one that was reset here is dropped, as
 * far as the peer may have sent it before it knew, and for any other it is an error. Event loop only.
 */
final class ClosedStreams {
    private static final int SLOTS = 256;
    private static final int RESET_HERE = 1 << 31;

    private final int[] slots = new int[SLOTS];
    /** The bytes that the peer may have sent before it knew of the reset. */
    private final int[] windows = new int[SLOTS];

    /**
     * Adds a stream.
     *
     * @param window the bytes that the peer might still send
     */
    void add(int stream, boolean resetHere, int window) {
        int slot = slot(stream);
        slots[slot] = resetHere ? stream | RESET_HERE : stream;
        windows[slot] = window;
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

    /** Counts late data; returns false if it cannot be told from data that the peer sends in vain. */
    boolean late(int stream, int bytes) {
        if (bytes == 0 || !resetHere(stream)) {
            return false;
        }
        int left = windows[slot(stream)] -= bytes;
        if (left < 0) {
            throw ConnectionError.of(
                    ErrorCode.FLOW_CONTROL_ERROR,
                    "DATA beyond the window of stream " + stream + ", which was reset, by " + -left);
        }
        return true;
    }

    /** Returns whether the stream was reset here, so that the peer may not have known when it sent something. */
    boolean resetHere(int stream) {
        return slots[slot(stream)] == (stream | RESET_HERE);
    }
}
