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
 * One request of HTTP/1.1 and its response. A response whose body comes in one piece has a length, any other comes in
 * chunks, or ends with the connection for a client of HTTP/1.0. Reading stops while the handler lets the client send
 * nothing. Event loop only.
 */
final class Http1Stream extends HttpStream {
    private static final int FIRST_WINDOW = 65_535;
    /** The bytes of a body that may be on their way: the outbox says when to stop. */
    private static final int SEND_WINDOW = 1 << 30;

    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final Http1ServerConnection connection;
    private final int id;
    private final RequestHead request;
    private @Nullable StreamHandler handler;
    /** The head, until it is known whether the body's length is. */
    private @Nullable Head head;

    private boolean begun;
    /** True if the response has no body: the client asked for none, or its status has none. */
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

    Http1Stream(Http1ServerConnection connection, int id, RequestHead request) {
        this.connection = connection;
        this.id = id;
        this.request = request;
    }

    void handledBy(StreamHandler by) {
        handler = by;
    }

    @Nullable
    StreamHandler handler() {
        return handler;
    }

    RequestHead request() {
        return request;
    }

    /** Notes that the client has sent the whole body. */
    void requestEnded() {
        ended = true;
    }

    /** Counts bytes of the body that were received. */
    void received(int bytes) {
        receiveWindow -= bytes;
    }

    /** Returns the bytes of the body that may be taken now. */
    int receiveWindow() {
        return receiveWindow;
    }

    /** Returns whether a part of the response was written. */
    boolean begun() {
        return begun;
    }

    /** Notes that the stream is over. */
    void close() {
        closed = true;
        if (waiting > 0) {
            connection.outbox().forget(id);
            waiting = 0;
        }
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Http1ServerConnection connection() {
        return connection;
    }

    @Override
    public ServerSide side() {
        return connection.side();
    }

    @Override
    public void head(Head first) {
        head = first;
    }

    @Override
    public void data(byte[] array, int from, int length) {
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
            write(array, from, length);
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
    public void element(MessageOutput element) {
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
            write(array, from, length);
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
                write(LAST_CHUNK, 0, LAST_CHUNK.length);
            }
            over();
        }
    }

    /** Ends with trailers, which HTTP/1.1's clients do not read; a head that is all is an answer without a body. */
    @Override
    public void end(Head trailers) {
        if (trailers.status() > 0 && !closed) {
            head = trailers;
        }
        end();
    }

    /** Writes the head, unless that was done. */
    private void begin(int length) {
        Head first = head;
        if (first == null) {
            return;
        }
        head = null;
        begun = true;
        boolean none = first.status() == 204 || first.status() == 304;
        bodyless = none || request.request().method().equals("HEAD");
        chunked = length < 0 && !request.old() && !bodyless;
        boolean last = connection.closesAfter(this) || (length < 0 && !chunked && !bodyless);
        ResponseHead.write(first, connection.outbox());
        if (chunked) {
            write(CHUNKED);
        } else if (length >= 0 && !none && first.fields().first("content-length") == null) {
            write(LENGTH);
            write(ascii(String.valueOf(length)));
            write(END_OF_LINE);
        }
        if (last) {
            connection.closeAfter();
            write(CLOSE);
        } else if (request.old()) {
            write(KEEP_ALIVE);
        }
        write(END_OF_LINE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void write(byte[] array) {
        write(array, 0, array.length);
    }

    private void write(byte[] array, int from, int length) {
        connection.outbox().append(array, from, length);
    }

    private void wait(Piece piece) {
        waiting++;
        connection.outbox().add(piece);
    }

    private void over() {
        endSent = true;
        connection.written();
        connection.answered(this);
    }

    @Override
    public void reset(ErrorCode code) {
        connection.abort("the response was given up: " + code);
    }

    @Override
    public void consumed(int bytes) {
        toGrant += bytes;
        if (toGrant >= FIRST_WINDOW / 2) {
            accept(0);
        }
    }

    @Override
    public void accept(int more) {
        receiveWindow += toGrant + more;
        toGrant = 0;
        connection.readOn();
    }

    @Override
    public int window() {
        return SEND_WINDOW;
    }

    @Override
    public int firstWindow() {
        return FIRST_WINDOW;
    }

    @Override
    public int movingWindow() {
        return MOVING_WINDOW;
    }

    @Override
    public int maxHead() {
        return Integer.MAX_VALUE;
    }

    @Override
    public long moved() {
        return connection.moved();
    }

    @Override
    public boolean waits() {
        return waiting > 0;
    }

    @Override
    public boolean blocked() {
        return false;
    }

    @Override
    public long nowNanos() {
        return connection.burstNanos();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean endSent() {
        return endSent;
    }

    @Override
    public boolean closed() {
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
