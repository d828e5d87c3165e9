package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;

/** The receiving half of a stream: its window, and whether the body is as long as its head announces. Event loop only. */
abstract class ReceivingStream extends HttpStream {
    private static final long UNKNOWN = Long.MIN_VALUE;

    final Http2Connection connection;
    private final int id;
    /** The bytes that the peer may send. */
    private int receiveWindow = Frames.FIRST_WINDOW;

    private int toGrant;
    /** The bytes of the body that its head announces and that have not come, if it announces any. */
    private long announced = UNKNOWN;

    private boolean ended;

    ReceivingStream(Http2Connection connection, int id) {
        this.connection = connection;
        this.id = id;
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final Http2Connection connection() {
        return connection;
    }

    @Override
    public final boolean ended() {
        return ended;
    }

    @Override
    public final int firstWindow() {
        return Frames.FIRST_WINDOW;
    }

    @Override
    public final int movingWindow() {
        return connection.window().ofStream();
    }

    @Override
    public final long nowNanos() {
        return connection.burstNanos();
    }

    /** Returns the bytes that the peer may still send. */
    final int receiveWindow() {
        return receiveWindow;
    }

    /** Sets the length of the body that its head announces. */
    final void announce(long length) {
        announced = length;
    }

    /** Counts bytes of the body, which the peer may have ended with them. */
    final void received(int payload, int body, boolean last) throws StreamError {
        if (ended) {
            throw new StreamError(id, ErrorCode.STREAM_CLOSED, "DATA after the end of stream " + id);
        }
        receiveWindow -= payload;
        if (receiveWindow < 0) {
            throw new StreamError(
                    id,
                    ErrorCode.FLOW_CONTROL_ERROR,
                    "DATA beyond the window of stream " + id + " by " + -receiveWindow);
        }
        if (announced != UNKNOWN) {
            announced -= body;
            if (announced < 0) {
                throw otherLength();
            }
        }
        if (last) {
            end(true);
        }
        if (body < payload) {
            consumed(payload - body);
        }
    }

    /**
     * Notes that the peer has ended its side.
     *
     * @throws StreamError if the body is not as long as its head announced
     */
    final void end(boolean checked) throws StreamError {
        ended = true;
        if (checked && announced != UNKNOWN && announced != 0) {
            throw otherLength();
        }
    }

    private StreamError otherLength() {
        return new StreamError(
                id, ErrorCode.PROTOCOL_ERROR, "the body of stream " + id + " is not as long as its content-length");
    }

    @Override
    public final void consumed(int bytes) {
        if (ended || closed()) {
            return;
        }
        toGrant += bytes;
        if (toGrant >= Frames.FIRST_WINDOW / 2) {
            accept(0);
        }
    }

    @Override
    public final void accept(int more) {
        int all = toGrant + more;
        if (!ended && !closed() && all > 0) {
            connection.writer().windowUpdate(id, all);
            receiveWindow += all;
            toGrant = 0;
        }
    }
}
