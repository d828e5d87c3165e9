package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Departure;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HeadCache;
import dev.tenstep.rpc.protocol.http.stream.Route;
import dev.tenstep.rpc.protocol.http.stream.Router;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The server side of a connection of HTTP/2: opens a stream for each request, which its route handles. Event loop only. */
public final class Http2ServerConnection extends Http2Connection implements ServerConnection, ServerSide.Streams {
    /** The first bytes of a client that knows that the server speaks HTTP/2 (RFC 9113, section 3.4). */
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final FrameReader.Format FORMAT = new FrameReader.Format("HTTP/2", PREFACE, Frames.HEADER);
    private static final long TICK_MILLIS = 1000;
    private static final long SECOND_GO_AWAY_MILLIS = 1000;
    private static final byte[] EMPTY = {};
    private static final Head TOO_LARGE = Head.response(
            431, Fields.of("grpc-status", "8", "grpc-message", "the header list is too large", "content-length", "0"));

    private final ConnectionContext context;
    private final Router router;
    private final ServerSide side;
    private final HeadCache<Opening> openings;
    private final int maxHeaders;
    private int lastStream;
    private boolean leaving;
    private boolean left;
    private String leavingWhy = "";

    /**
     * The outcome of a request's header block.
     *
     * @param length of the body in bytes, as the head announces it; -1 if it does not
     */
    private record Opening(Route route, long length) {}

    /**
     * Makes that of a channel, whose handler it is.
     */
    public Http2ServerConnection(
            ConnectionContext context, Router router, OutputPool pool, LoopOutput answers, Http2Limits limits) {
        super(context.channel(), context.settings(), pool, context.memory(), FORMAT, limits);
        this.context = context;
        this.router = router;
        this.maxHeaders = limits.maxHeaders();
        this.openings = new HeadCache<>(context.memory(), HeaderDecoder.LONGEST_KEPT);
        this.side = new ServerSide(this, context, answers, new MessageInput(), this);
    }

    /** Matches a connection's first bytes. */
    public static ServerProtocol.Match match(ByteBuf first) {
        return ServerProtocol.Match.of(first, PREFACE);
    }

    /** Sends the settings, and starts the periodic checks. */
    public void begin() {
        begin(Frames.MAX_CONCURRENT_STREAMS, settings.maxInFlight(), Frames.MAX_HEADER_LIST_SIZE, maxHeaders);
        outbox.flush();
        every(TICK_MILLIS, this::tick);
    }

    @Override
    public boolean streaming() {
        return openStreams() > 0;
    }

    @Override
    public ServerSide side() {
        return side;
    }

    @Override
    protected boolean opened(int stream) {
        // After the last go-away, later streams are ignored (RFC 9113, section 6.8).
        return (stream & 1) == 1 && (left || stream <= lastStream);
    }

    @Override
    protected int lastStream() {
        return lastStream;
    }

    @Override
    protected void greeted() {
        context.ready();
    }

    @Override
    protected void setting(int id, long value) {}

    @Override
    protected void headerBlock(int id, byte[] array, int from, int end, boolean last) throws StreamError {
        Http2Stream known = stream(id);
        if (known != null) {
            trailers(known, headerDecoder.decode(id, array, from, end), last);
            return;
        }
        if ((id & 1) == 0) {
            throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "HEADERS of stream " + id + " (expected: an odd one)");
        }
        if (id <= lastStream) {
            headerDecoder.skip(id, array, from, end);
            if (!closedStreams.contains(id)) {
                throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "HEADERS of stream " + id + " after " + lastStream);
            }
            closedStreams.check(Frames.HEADERS, id);
            floods.empty(burstNanos);
            return;
        }
        if (left) {
            floods.empty(burstNanos);
        } else {
            lastStream = id;
        }
        Opening opening = openings.get(array, from, end, headerDecoder.changes());
        if (opening == null) {
            decode(id, array, from, end, last);
        } else if (!left) {
            open(id, opening, last);
        }
    }

    private void decode(int id, byte[] array, int from, int end, boolean last) throws StreamError {
        Fields fields;
        try {
            fields = headerDecoder.decode(id, array, from, end);
        } catch (StreamError e) {
            if (e.code() == ErrorCode.ENHANCE_YOUR_CALM && !left) {
                open(id, new Opening(Answered.with(TOO_LARGE, EMPTY), -1), last);
                return;
            }
            throw e;
        }
        if (left) {
            return;
        }
        Requests.Read read = Requests.read(id, fields);
        Opening opening = new Opening(router.route(read.request()), read.length());
        headerDecoder.keep(openings, array, from, end, opening);
        open(id, opening, last);
    }

    private void open(int id, Opening opening, boolean last) throws StreamError {
        if (openStreams() >= settings.maxInFlight()) {
            throw new StreamError(
                    id, ErrorCode.REFUSED_STREAM, "more than " + settings.maxInFlight() + " concurrent streams");
        }
        Http2Stream stream = open(id);
        if (opening.length >= 0) {
            stream.announce(opening.length);
        }
        if (last) {
            stream.end(true);
        }
        StreamHandler handler = opening.route.open(stream);
        if (stream.closed()) {
            handler.closed();
            return;
        }
        stream.handledBy(handler);
        if (last) {
            handler.data(EMPTY, 0, 0, true);
        }
    }

    @Override
    protected void endSent(Http2Stream stream) {
        if (!stream.ended()) {
            // The answer is complete, so the rest of the request is of no use (RFC 9113, section 8.1).
            floods.completed();
            stream.reset(ErrorCode.NO_ERROR);
            answered(Frames.HEADER);
        }
        super.endSent(stream);
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (!finished()) {
            ((Departure) first).depart(second, array, offset, length);
        }
    }

    @Override
    public void roomChanged() {
        side.roomChanged();
    }

    @Override
    protected void pinged() {
        floods.ping(burstNanos, openStreams() > 0);
    }

    @Override
    protected void pongReceived() {
        leaveForGood();
    }

    @Override
    protected void goAway(int last, long code, String text) {
        if (code != ErrorCode.NO_ERROR.number()) {
            abort("the client closed the connection: " + text);
        } else if (!leaving) {
            // It opens no more streams, and closes when it has its answers.
            leave("the client goes away");
        }
    }

    private void tick() {
        String idle = side.idle(openStreams() > 0);
        if (idle != null) {
            leave(idle);
        }
        checkProgress();
        long now = System.nanoTime();
        for (Http2Stream stream : allStreams()) {
            StreamHandler handler = stream.handler();
            if (handler != null && !stream.closed()) {
                handler.check(now);
            }
        }
    }

    @Override
    public void drain(String why) {
        leave(why);
    }

    /**
     * Sends a go-away that refuses nothing yet, then another after a round trip: streams that the client has opened
     * meanwhile are served (RFC 9113, section 6.8).
     */
    private void leave(String why) {
        if (leaving || finished()) {
            return;
        }
        leaving = true;
        leavingWhy = why;
        writer().goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, why);
        writer().ping(0);
        after(SECOND_GO_AWAY_MILLIS, this::leaveForGood);
    }

    private void leaveForGood() {
        if (!leaving || left || finished()) {
            return;
        }
        left = true;
        context.calls().drain();
        writer().goAway(lastStream, ErrorCode.NO_ERROR, leavingWhy);
        streamClosed();
        long leftNanos = System.nanoTime();
        every(LINGER_MILLIS, () -> {
            streamClosed();
            abandonDeaf(leftNanos);
        });
    }

    /** Closes if the client has no calls and does not read either, so that it never learns of the go-away. */
    private void abandonDeaf(long leftNanos) {
        if (openStreams() == 0 && unreadSince(leftNanos)) {
            abort(leavingWhy + ", and the client has read nothing for " + Deadlines.text(settings.progressTimeout()));
        }
    }

    @Override
    protected void streamClosed() {
        if (left && openStreams() == 0 && !finished()) {
            after(0, () -> {
                if (!finished() && openStreams() == 0 && outbox.isEmpty()) {
                    finish(leavingWhy);
                    hangUpSoon(DRAIN_LINGER_MILLIS);
                }
            });
        }
    }

    /** Refuses the connection by a go-away, which says that no stream was handled. */
    @Override
    public void refuse(String why) {
        farewell(ErrorCode.NO_ERROR, why);
    }

    @Override
    protected void noRoom(String why) {
        farewell(ErrorCode.ENHANCE_YOUR_CALM, why);
    }

    @Override
    protected void hangUp() {
        context.shutdownOutput();
    }

    @Override
    public void kill(String why) {
        abort(why);
    }

    @Override
    protected void closed(String why) {
        loseAll(why);
        context.calls().close(side.lost(why));
        openings.close();
        outbox.close((first, second, array, offset, length) -> {});
    }
}
