package dev.tenstep.rpc.protocol.http.h1;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.LongMessage;
import dev.tenstep.rpc.transport.netty.connection.Outbox;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request of HTTP/1.1 and its response, on either side. What has a body that comes in one piece says its length, anything
 * else comes in chunks. Reading stops while the handler lets the peer send nothing. Event loop only.
 */
abstract class Http1Stream extends HttpStream {
    private static final int FIRST_WINDOW = 65_535;
    /** The bytes of a body that may be on their way: the outbox says when to stop. */
    private static final int SEND_WINDOW = 1 << 30;

    static final byte[] END_OF_LINE = {'\r', '\n'};
    static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final Http1Connection connection;
    private final int id;
    private @Nullable StreamHandler handler;
    /** The head, until it is known whether the body's length is. */
    private @Nullable Head head;

    private boolean begun;
    /** True if this side sends no body, whatever its handler does. */
    private boolean bodyless;

    private boolean chunked;
    private boolean ended;
    private boolean endSent;
    private boolean closed;
    private int receiveWindow = FIRST_WINDOW;
    private int toGrant;
    private long sent;
    private long granted;
    private int waiting;

    Http1Stream(Http1Connection connection, int id) {
        this.connection = connection;
        this.id = id;
    }

    /**
     * Writes the first head without its end.
     *
     * @param length of the body in bytes; negative if that is not known
     * @return how the body is sent
     */
    protected abstract Body begin(Head first, int length);

    /** The ways of a body: none, bytes as many as was said or until the connection is closed, and chunks. */
    protected enum Body {
        NONE,
        PLAIN,
        CHUNKED
    }

    final void handledBy(StreamHandler by) {
        handler = by;
    }

    @Nullable
    final StreamHandler handler() {
        return handler;
    }

    /** Notes that the peer has sent the whole body. */
    final void peerEnded() {
        ended = true;
    }

    /** Counts bytes of the body that were received. */
    final void received(int bytes) {
        receiveWindow -= bytes;
    }

    /** Returns the bytes of the body that may be taken now. */
    final int receiveWindow() {
        return receiveWindow;
    }

    /** Returns whether a part of what this side sends was written. */
    final boolean begun() {
        return begun;
    }

    /** Notes that the stream is over. */
    final void close() {
        closed = true;
        if (waiting > 0) {
            connection.outbox().forget(id);
            waiting = 0;
        }
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final Http1Connection connection() {
        return connection;
    }

    @Override
    public final ServerSide side() {
        return connection.side();
    }

    @Override
    public void head(Head first) {
        head = first;
    }

    @Override
    public final void data(byte[] array, int from, int length) {
        if (closed || endSent || length == 0) {
            return;
        }
        begin(-1);
        if (bodyless) {
            return;
        }
        if (waiting == 0 && length <= Outbox.LONGEST_PART) {
            if (chunked) {
                write(ascii(Integer.toHexString(length) + "\r\n"));
            }
            connection.outbox().append(array, from, length);
            if (chunked) {
                write(END_OF_LINE);
            }
            connection.written();
        } else {
            wait(new Piece(copy(array, from, length), false, false));
        }
        sent(length);
    }

    @Override
    public final void element(MessageOutput element) {
        int length = element.position();
        if (closed || endSent) {
            return;
        }
        if (length <= Outbox.SLICE_BYTES) {
            data(element.array(), 0, length);
        } else {
            begin(-1);
            if (!bodyless) {
                wait(new Piece(element, true, false));
                sent(length);
            }
        }
    }

    private static MessageOutput copy(byte[] array, int from, int length) {
        MessageOutput copy = new MessageOutput(length);
        System.arraycopy(array, from, copy.array(), 0, length);
        copy.position(length);
        return copy;
    }

    private void sent(int bytes) {
        sent += bytes;
        StreamHandler by = handler;
        if (by != null && sent - granted > SEND_WINDOW / 2) {
            int more = (int) (sent - granted);
            granted = sent;
            by.granted(more);
        }
    }

    @Override
    public void end(byte[] array, int from, int length) {
        if (closed || endSent) {
            return;
        }
        if (head == null || waiting > 0) {
            data(array, from, length);
            end();
            return;
        }
        begin(length);
        if (bodyless) {
            over();
        } else if (length <= Outbox.LONGEST_PART) {
            connection.outbox().append(array, from, length);
            over();
        } else {
            wait(new Piece(copy(array, from, length), false, true));
        }
    }

    @Override
    public void end() {
        if (closed || endSent) {
            return;
        }
        if (head != null) {
            begin(0);
            over();
        } else if (waiting > 0) {
            wait(new Piece(new MessageOutput(0), false, true));
        } else {
            if (chunked) {
                write(LAST_CHUNK);
            }
            over();
        }
    }

    /** Ends with trailers, which HTTP/1.1's peers do not read; a head that is all is a message without a body. */
    @Override
    public void end(Head last) {
        if ((last.status() > 0 || last.pseudo(":method") != null) && !closed) {
            head = last;
        }
        end();
    }

    /** Writes the head, unless that was done. */
    final void begin(int length) {
        Head first = head;
        if (first == null) {
            return;
        }
        head = null;
        begun = true;
        Body body = begin(first, length);
        bodyless = body == Body.NONE;
        chunked = body == Body.CHUNKED;
        write(END_OF_LINE);
    }

    /** Writes the length of the body. */
    protected final void writeLength(int length) {
        write(LENGTH);
        write(ascii(String.valueOf(length)));
        write(END_OF_LINE);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes bytes that are prepared. */
    protected final void write(byte[] array) {
        connection.outbox().append(array, 0, array.length);
    }

    private void wait(Piece piece) {
        waiting++;
        connection.outbox().add(piece);
    }

    private void over() {
        endSent = true;
        connection.written();
        connection.endWritten(this);
    }

    @Override
    public final void reset(ErrorCode code) {
        connection.reset(this, "the stream was given up: " + code);
    }

    @Override
    public final void consumed(int bytes) {
        toGrant += bytes;
        if (toGrant >= FIRST_WINDOW / 2) {
            accept(0);
        }
    }

    @Override
    public final void accept(int more) {
        receiveWindow += toGrant + more;
        toGrant = 0;
        connection.readOn();
    }

    @Override
    public final int window() {
        return SEND_WINDOW;
    }

    @Override
    public final int firstWindow() {
        return FIRST_WINDOW;
    }

    @Override
    public final int movingWindow() {
        return MOVING_WINDOW;
    }

    @Override
    public final int maxHead() {
        return Integer.MAX_VALUE;
    }

    @Override
    public final long moved() {
        return connection.moved();
    }

    @Override
    public final boolean waits() {
        return waiting > 0;
    }

    @Override
    public final boolean blocked() {
        return false;
    }

    @Override
    public final long nowNanos() {
        return connection.burstNanos();
    }

    @Override
    public final boolean ended() {
        return ended;
    }

    @Override
    public final boolean endSent() {
        return endSent;
    }

    @Override
    public final boolean closed() {
        return closed;
    }

    /** A long piece of the body, or one that waits behind another; the last one ends the response. */
    private final class Piece extends LongMessage {
        private final boolean last;
        private int at;

        Piece(MessageOutput output, boolean item, boolean last) {
            super(output, item);
            this.last = last;
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
            int part = Math.min(Outbox.LONGEST_PART, length - at);
            if (at == 0 && chunked && length > 0) {
                out.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
            }
            out.writeBytes(array, at, part);
            at += part;
            if (at < length) {
                return Turn.PART;
            }
            if (chunked && length > 0) {
                out.writeBytes(END_OF_LINE);
            }
            waiting--;
            if (last) {
                if (chunked) {
                    out.writeBytes(LAST_CHUNK);
                }
                over();
            } else if (waiting == 0) {
                requireNonNull(handler).roomChanged();
            }
            return Turn.REST;
        }
    }
}
