package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.LongMessage;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2. Its state is that of RFC 9113, section 5.1, as two flags, since there is no push:
 *
 * <pre>
 *             idle
 *               | HEADERS
 *             open  ------------------------.
 *   END_STREAM  |  received                 |  END_STREAM sent
 *     half-closed (remote): ended     half-closed (local): endSent
 *               |  END_STREAM sent          |  END_STREAM received
 *               '---------- closed ---------'   or RST_STREAM at any time
 * </pre>
 *
 * <p>Event loop only.
 */
final class Http2Stream extends HttpStream {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Http2Connection connection;
    private final int id;
    private @Nullable StreamHandler handler;
    /** The bytes that may be sent; negative after the peer has reduced its initial window. */
    private int sendWindow;
    /** The bytes that the peer may send. */
    private int receiveWindow = Frames.FIRST_WINDOW;

    private int toGrant;
    /** The bytes of the body that its head announces and that have not come, if it announces any. */
    private long announced = UNKNOWN;

    private boolean ended;
    private boolean endSent;
    private boolean headSent;
    private boolean closed;
    /** The long messages that are not written completely. */
    private int waiting;
    /** The first of them, if the peer does not accept it for now. */
    private @Nullable LongMessage blocked;

    Http2Stream(Http2Connection connection, int id, int sendWindow) {
        this.connection = connection;
        this.id = id;
        this.sendWindow = sendWindow;
    }

    void handledBy(StreamHandler by) {
        handler = by;
    }

    @Nullable
    StreamHandler handler() {
        return handler;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Http2Connection connection() {
        return connection;
    }

    @Override
    public ServerSide side() {
        return connection.side();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public int window() {
        return sendWindow;
    }

    @Override
    public int firstWindow() {
        return Frames.FIRST_WINDOW;
    }

    @Override
    public boolean waits() {
        return waiting > 0;
    }

    @Override
    public long nowNanos() {
        return connection.burstNanos();
    }

    /** Sets the length of the body that its head announces. */
    void announce(long length) {
        announced = length;
    }

    /** Counts bytes of the body, which the peer may have ended with them. */
    void received(int payload, int body, boolean last) throws StreamError {
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
    void end(boolean checked) throws StreamError {
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
    public void consumed(int bytes) {
        if (ended || closed) {
            return;
        }
        toGrant += bytes;
        if (toGrant >= Frames.FIRST_WINDOW / 2) {
            accept(0);
        }
    }

    @Override
    public void accept(int more) {
        int all = toGrant + more;
        if (!ended && !closed && all > 0) {
            connection.writer().windowUpdate(id, all);
            receiveWindow += all;
            toGrant = 0;
        }
    }

    @Override
    public void head(Head head) {
        if (!closed) {
            headSent = true;
            connection.floods.sent();
            connection.writer().headers(id, head.hpack(), 0);
        }
    }

    @Override
    public void data(byte[] array, int from, int length, boolean item) {
        if (closed || endSent) {
            return;
        }
        if (fits(length)) {
            took(length);
            connection.writer().data(id, array, from, length, 0);
        } else {
            wait(new Waiting(Frames.copy(connection.pool(), array, from, length), item, false));
        }
    }

    private boolean fits(int length) {
        return waiting == 0 && length <= sendable() && length <= Outbox.LONGEST_PART;
    }

    @Override
    public void end(byte[] array, int from, int length) {
        if (closed || endSent) {
            return;
        }
        if (length > 0 && fits(length)) {
            took(length);
            connection.writer().data(id, array, from, length, Frames.END_STREAM);
            endWritten();
        } else {
            data(array, from, length, false);
            end();
        }
    }

    /** Returns the bytes that may be sent now. */
    private int sendable() {
        return Math.min(sendWindow, connection.window().toSend());
    }

    private void took(int bytes) {
        sendWindow -= bytes;
        connection.window().sent(bytes);
        if (bytes > 0) {
            connection.floods.sent();
        }
    }

    private void wait(Waiting message) {
        waiting++;
        LongMessage before = blocked;
        if (before == null) {
            connection.outbox().add(message);
        } else {
            connection.outbox().add(before, message);
        }
    }

    @Override
    public void end() {
        if (!closed && !endSent) {
            endWith(null);
        }
    }

    @Override
    public void end(Head trailers) {
        if (!closed && !endSent) {
            endWith(trailers);
        }
    }

    private void endWith(@Nullable Head trailers) {
        if (waiting > 0) {
            MessageOutput frames = new MessageOutput(Frames.HEADER);
            if (trailers == null) {
                Frames.begin(frames, 0, Frames.DATA, Frames.END_STREAM, id);
            } else {
                Frames.headers(frames, trailers.hpack(), Frames.END_STREAM, id);
            }
            wait(new Waiting(frames, false, true));
            return;
        }
        if (trailers == null) {
            connection.writer().end(id);
        } else {
            connection.writer().headers(id, trailers.hpack(), Frames.END_STREAM);
        }
        endWritten();
    }

    private void endWritten() {
        endSent = true;
        connection.endSent(this);
    }

    @Override
    public void reset(ErrorCode code) {
        if (!closed) {
            connection.reset(this, code);
        }
    }

    @Override
    public boolean endSent() {
        return endSent;
    }

    /** Returns whether this side has begun. */
    boolean headSent() {
        return headSent;
    }

    /** Lets more bytes be sent, or fewer. Returns false if the window becomes too large. */
    boolean grant(int more) {
        long window = (long) sendWindow + more;
        if (window > Integer.MAX_VALUE) {
            return false;
        }
        sendWindow = (int) window;
        if (more > 0) {
            unblock();
        }
        return true;
    }

    /** Goes on with what waits, because there may be room in the windows again. */
    void unblock() {
        LongMessage message = blocked;
        if (message != null && sendable() > 0) {
            blocked = null;
            connection.outbox().unblock(message);
        }
    }

    /** Notes that the stream is over, and drops what waits. */
    void close() {
        closed = true;
        if (blocked != null) {
            connection.outbox().forget(blocked);
            blocked = null;
        } else if (waiting > 0) {
            connection.outbox().forget(id);
        }
        waiting = 0;
    }

    /** Data, or the end, that waits for other messages or for the peer's windows. */
    private final class Waiting extends LongMessage {
        private final boolean isEnd;
        private int at;

        Waiting(MessageOutput message, boolean item, boolean isEnd) {
            super(message, item);
            this.isEnd = isEnd;
        }

        @Override
        public int callId() {
            return id;
        }

        @Override
        public boolean unsent() {
            return at == 0;
        }

        @Override
        protected Turn write(ByteBuf out) {
            byte[] array = output().array();
            int length = output().position();
            if (isEnd) {
                out.writeBytes(array, 0, length);
                waiting--;
                endWritten();
                return Turn.REST;
            }
            int most = Math.min(sendable(), Outbox.LONGEST_PART);
            int part = Math.max(0, Math.min(most, length - at));
            took(part);
            for (int end = at + part; at < end; ) {
                int n = Math.min(Frames.MAX_PAYLOAD, end - at);
                out.writeMedium(n);
                out.writeByte(Frames.DATA);
                out.writeByte(0);
                out.writeInt(id);
                out.writeBytes(array, at, n);
                at += n;
            }
            if (at == length) {
                waiting--;
                written();
                return Turn.REST;
            }
            if (sendable() > 0) {
                return Turn.PART;
            }
            blocked = this;
            connection.window().blocked(Http2Stream.this);
            return Turn.BLOCKED;
        }
    }

    private void written() {
        StreamHandler by = handler;
        if (waiting == 0 && by != null) {
            by.roomChanged();
        }
    }
}
