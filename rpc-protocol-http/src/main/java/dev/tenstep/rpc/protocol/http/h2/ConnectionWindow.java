package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import java.util.ArrayDeque;

/**
 * The windows that all streams of a connection share (RFC 9113, section 5.2). What was received does not wait in the
 * connection but in its stream, so its window is given back at once, in large parts. Event loop only.
 */
final class ConnectionWindow {
    /** The bytes that the peer may send for all streams together. */
    private static final int RECEIVE = 4 << 20;

    private final FrameWriter writer;
    private final ArrayDeque<Http2Stream> blocked = new ArrayDeque<>();
    private int toSend = Frames.FIRST_WINDOW;
    private int toReceive = RECEIVE;
    private int received;

    ConnectionWindow(FrameWriter writer) {
        this.writer = writer;
    }

    /** Grants the peer the rest of the window, of which it has a small part to begin with. */
    void begin() {
        writer.windowUpdate(0, RECEIVE - Frames.FIRST_WINDOW);
    }

    /** Counts bytes of a body that were received. */
    void received(int bytes) {
        toReceive -= bytes;
        if (toReceive < 0) {
            throw ConnectionError.of(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the connection's window by " + -toReceive);
        }
        received += bytes;
        if (received >= RECEIVE / 2) {
            writer.windowUpdate(0, received);
            toReceive += received;
            received = 0;
        }
    }

    /** Returns the bytes that may be sent. */
    int toSend() {
        return toSend;
    }

    /** Counts bytes of a body that are on their way. */
    void sent(int bytes) {
        toSend -= bytes;
    }

    /** Remembers a stream that waits for its window or for this one. */
    void blocked(Http2Stream stream) {
        if (toSend <= 0) {
            blocked.add(stream);
        }
    }

    /** Lets more bytes be sent. */
    void granted(int more) {
        if (more == 0) {
            throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "window update: 0 (expected: 1 or more)");
        }
        if ((long) toSend + more > Integer.MAX_VALUE) {
            throw ConnectionError.of(ErrorCode.FLOW_CONTROL_ERROR, "a connection's window beyond 2^31-1");
        }
        toSend += more;
        for (Http2Stream next = blocked.poll(); next != null; next = blocked.poll()) {
            next.unblock();
        }
    }
}
