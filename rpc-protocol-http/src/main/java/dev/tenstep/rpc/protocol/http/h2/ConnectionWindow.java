package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.h2.Http2Stream.Waiting;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The windows that all streams of a connection share (RFC 9113, section 5.2). What was received does not wait in the
 * connection but in its stream, so its window is given back at once, in parts. Event loop only, except {@link #ofStream}.
 */
final class ConnectionWindow {
    /** The bytes that the peer may send for all streams together, to begin with. */
    private static final int LEAST = 4 << 20;

    /** The bytes that are given back together. */
    private static final int PART = 1 << 20;

    private final FrameWriter writer;
    private final BandwidthDelay path;
    /** The streams that could send if this window let them, in a line of their own links. */
    private @Nullable Waiting first;

    private @Nullable Waiting last;
    private long sent;
    private int toSend = Frames.FIRST_WINDOW;
    private int size = LEAST;
    private int toReceive = LEAST;
    private int received;

    /**
     * Makes those of a new connection.
     *
     * @param mostHeld the bytes that its streams may hold together
     */
    ConnectionWindow(FrameWriter writer, int mostHeld) {
        this.writer = writer;
        this.path = new BandwidthDelay(mostHeld);
    }

    /** Grants the peer the rest of the window, of which it has a small part to begin with. */
    void begin() {
        writer.windowUpdate(0, LEAST - Frames.FIRST_WINDOW);
    }

    /** Counts bytes of a body that were received. */
    void received(int bytes, long now) {
        toReceive -= bytes;
        if (toReceive < 0) {
            throw ConnectionError.of(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the connection's window by " + -toReceive);
        }
        received += bytes;
        if (received >= PART) {
            giveBack();
        }
        if (path.arrived(bytes, now)) {
            writer.ping(BandwidthDelay.PING);
        }
    }

    private void giveBack() {
        writer.windowUpdate(0, received);
        toReceive += received;
        received = 0;
    }

    /** Takes the answer to a ping; returns false if it is not one that measures the path. */
    boolean measured(long data, long now) {
        if (data != BandwidthDelay.PING) {
            return false;
        }
        // Enough for two streams, so that one whose receiver is slow does not hold back another.
        int more = path.answered(now) ? 2 * ofStream() - size : 0;
        if (more > 0) {
            size += more;
            received += more;
            giveBack();
        }
        return true;
    }

    /** Returns the window that a moving stream may have, in bytes, as the path needs it; any thread. */
    int ofStream() {
        return path.streamWindow();
    }

    /** Returns the bytes that may be sent. */
    int toSend() {
        return toSend;
    }

    /** Counts bytes of a body that are on their way. */
    void sent(int bytes) {
        toSend -= bytes;
        sent += bytes;
    }

    /** Returns the bytes of all bodies that were sent. */
    long sentBytes() {
        return sent;
    }

    /** Adds a stream's message to the line, unless it is there. */
    void wait(Waiting message) {
        if (message.inLine) {
            return;
        }
        message.inLine = true;
        message.before = last;
        if (last == null) {
            first = message;
        } else {
            last.after = message;
        }
        last = message;
    }

    /** Takes a message out of the line, if it is there. */
    void leave(Waiting message) {
        if (!message.inLine) {
            return;
        }
        message.inLine = false;
        Waiting before = message.before;
        Waiting after = message.after;
        message.before = null;
        message.after = null;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
    }

    /**
     * Lets one stream of the line go on, if there is room. It lets the next one go on when it has had its turn, so that an
     * update costs as much as it lets through, however many wait.
     */
    void wake() {
        Waiting next = first;
        while (next != null && toSend > 0) {
            leave(next);
            // Its own window may have been reduced meanwhile: then it waits for that one.
            next = next.goOn() ? null : first;
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
        wake();
    }
}
