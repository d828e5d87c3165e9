package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Head;
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
final class Http2Stream extends ReceivingStream {
    private @Nullable StreamHandler handler;
    /** The bytes that may be sent; negative after the peer has reduced its initial window. */
    private int sendWindow;
    /** The bytes of the body that were sent, modulo 2^32. */
    private int sent;

    private boolean endSent;
    private boolean closed;
    /** The long messages that are not written completely. */
    private int waiting;
    /** The first of them, if the peer does not accept it for now. */
    private @Nullable Waiting blocked;

    Http2Stream(Http2Connection connection, int id, int sendWindow) {
        super(connection, id);
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
    public ServerSide side() {
        return connection.side();
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
    public boolean waits() {
        return waiting > 0;
    }

    @Override
    public boolean blocked() {
        return blocked != null || (waiting > 0 && sendable() <= 0);
    }

    @Override
    public long moved() {
        return sendWindow > 0 ? sent + connection.window().sentBytes() : sent;
    }

    @Override
    public int maxHead() {
        return connection.peerMaxHead();
    }

    @Override
    public void head(Head head) {
        if (!closed) {
            connection.floods.sent(0);
            connection.writer().headers(id(), head, 0);
        }
    }

    @Override
    public void data(byte[] array, int from, int length) {
        if (closed || endSent) {
            return;
        }
        if (fits(length)) {
            took(length);
            connection.writer().data(id(), array, from, length, 0);
        } else {
            wait(new Waiting(Frames.copy(connection.pool(), array, from, length), false));
        }
    }

    @Override
    public void element(MessageOutput element) {
        int length = element.position();
        if (closed || endSent) {
            return;
        }
        if (length <= Outbox.SLICE_BYTES && fits(length)) {
            took(length);
            connection.writer().data(id(), element.array(), 0, length, 0);
        } else {
            wait(new Waiting(element, true));
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
            connection.writer().data(id(), array, from, length, Frames.END_STREAM);
            endWritten();
        } else {
            data(array, from, length);
            end();
        }
    }

    /** Returns the bytes that may be sent now. */
    private int sendable() {
        return Math.min(sendWindow, connection.window().toSend());
    }

    private void took(int bytes) {
        sendWindow -= bytes;
        sent += bytes;
        connection.window().sent(bytes);
        if (bytes > 0) {
            connection.floods.sent(bytes);
        }
    }

    private void wait(LongMessage message) {
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
                Frames.begin(frames, 0, Frames.DATA, Frames.END_STREAM, id());
            } else {
                Frames.headers(frames, trailers.hpack(), Frames.END_STREAM, id());
            }
            wait(new End(frames, trailers));
            return;
        }
        if (trailers == null) {
            connection.writer().end(id());
        } else {
            connection.writer().headers(id(), trailers, Frames.END_STREAM);
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

    /** Lets more bytes be sent, or fewer. Returns false if the window becomes too large. */
    boolean grant(int more) {
        long window = (long) sendWindow + more;
        if (window > Integer.MAX_VALUE) {
            return false;
        }
        sendWindow = (int) window;
        if (more > 0 && blocked != null && !unblock()) {
            waitInLine();
        }
        return true;
    }

    /** Goes on with what waits, if there is room in both windows. */
    boolean unblock() {
        Waiting message = blocked;
        if (message == null || sendable() <= 0) {
            return false;
        }
        blocked = null;
        connection.window().leave(message);
        connection.outbox().unblock(message);
        return true;
    }

    /** Waits for the connection's window, unless it is the stream's own that is empty. */
    private void waitInLine() {
        Waiting message = blocked;
        if (message != null && sendWindow > 0) {
            connection.window().wait(message);
        }
    }

    /** Notes that the stream is over, and drops what waits. */
    void close() {
        closed = true;
        if (blocked != null) {
            connection.outbox().forget(blocked);
            connection.window().leave(blocked);
            blocked = null;
        } else if (waiting > 0) {
            connection.outbox().forget(id());
        }
        waiting = 0;
        connection.window().wake();
    }

    /** The end, which waits for data. */
    private final class End extends LongMessage {
        private final @Nullable Head trailers;

        End(MessageOutput frames, @Nullable Head trailers) {
            super(frames, false);
            this.trailers = trailers;
        }

        @Override
        public int callId() {
            return id();
        }

        @Override
        public boolean unsent() {
            return true;
        }

        @Override
        protected Turn write(ByteBuf out) {
            MessageOutput frames = output();
            byte[] block = trailers == null ? null : connection.writer().table().block(trailers);
            if (trailers != null && block != trailers.hpack()) {
                frames = new MessageOutput(Frames.HEADER + block.length);
                Frames.headers(frames, block, Frames.END_STREAM, id());
            }
            out.writeBytes(frames.array(), 0, frames.position());
            waiting--;
            endWritten();
            return Turn.REST;
        }
    }

    /** Data that waits for other messages or for the peer's windows. */
    final class Waiting extends LongMessage {
        private int at;
        /** The place among those that wait for the connection's window; of that window. */
        @Nullable
        Waiting after;

        @Nullable
        Waiting before;

        boolean inLine;

        Waiting(MessageOutput message, boolean item) {
            super(message, item);
        }

        /** Lets its stream go on, if there is room. */
        boolean goOn() {
            return Http2Stream.this.unblock();
        }

        @Override
        public int callId() {
            return id();
        }

        @Override
        public boolean unsent() {
            return at == 0;
        }

        @Override
        protected Turn write(ByteBuf out) {
            byte[] array = output().array();
            int length = output().position();
            int most = Math.min(sendable(), Outbox.LONGEST_PART);
            int part = Math.max(0, Math.min(most, length - at));
            took(part);
            for (int end = at + part; at < end; ) {
                int n = Math.min(connection.writer().maxData(), end - at);
                out.writeMedium(n);
                out.writeByte(Frames.DATA);
                out.writeByte(0);
                out.writeInt(id());
                out.writeBytes(array, at, n);
                at += n;
            }
            Turn turn = Turn.PART;
            if (at == length) {
                waiting--;
                written();
                turn = Turn.REST;
            } else if (sendable() <= 0) {
                blocked = this;
                waitInLine();
                turn = Turn.BLOCKED;
            }
            connection.window().wake();
            return turn;
        }
    }

    private void written() {
        StreamHandler by = handler;
        if (waiting == 0 && by != null) {
            by.roomChanged();
        }
    }
}
