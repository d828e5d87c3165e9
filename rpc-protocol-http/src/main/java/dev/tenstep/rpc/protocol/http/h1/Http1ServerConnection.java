package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Answered;
import dev.tenstep.rpc.protocol.http.stream.Departure;
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
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a connection of HTTP/1.1 (RFC 9112): one request after another. A request that comes before the last
 * one is answered is not read until then. Event loop only.
 */
public final class Http1ServerConnection extends Http1Connection implements ServerConnection, ServerSide.Streams {
    private static final List<byte[]> METHODS = Stream.of(
                    "GET ", "POST ", "PUT ", "HEAD ", "DELETE ", "OPTIONS ", "PATCH ", "TRACE ")
            .map(method -> method.getBytes(StandardCharsets.US_ASCII))
            .toList();
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long TICK_MILLIS = 1000;
    /** The longest head that is remembered, in bytes: those of browsers have some 700. */
    private static final int LONGEST_KEPT = 1024;

    private final ConnectionContext context;
    private final Router router;
    private final ServerSide side;
    private final HeadCache<Opening> openings;
    private @Nullable Http1ServerStream stream;
    private int streams;
    private long headBegun;
    private boolean closing;
    /** True while a handler is at work whose caller looks whether the response is complete. */
    private boolean handling;

    /** A request's head and its way. */
    private record Opening(RequestHead head, Route route) {}

    /**
     * Makes that of a channel, whose handler it is.
     *
     * @param maxHead the most bytes of a request's head
     */
    public Http1ServerConnection(
            ConnectionContext context, Router router, OutputPool pool, LoopOutput answers, int maxHead) {
        super(context.channel(), context.settings(), pool, context.memory(), "request line", maxHead);
        this.context = context;
        this.router = router;
        this.openings = new HeadCache<>(context.memory(), LONGEST_KEPT);
        this.side = new ServerSide(this, context, answers, new MessageInput(), this);
    }

    /** Matches a connection's first bytes against the methods of HTTP, except CONNECT, which is for proxies and other protocols. */
    public static ServerProtocol.Match match(ByteBuf first) {
        ServerProtocol.Match found = ServerProtocol.Match.NO;
        for (byte[] method : METHODS) {
            ServerProtocol.Match match = ServerProtocol.Match.of(first, method);
            if (match == ServerProtocol.Match.YES) {
                return match;
            }
            found = match == ServerProtocol.Match.MORE ? match : found;
        }
        return found;
    }

    /** Starts the periodic checks. */
    public void begin() {
        context.ready();
        every(TICK_MILLIS, this::tick);
    }

    @Override
    ServerSide side() {
        return side;
    }

    @Override
    @Nullable
    Http1Stream stream() {
        return stream;
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        if (parts().part() == MessageParts.Part.DONE) {
            pause(); // the next request waits until this one is answered
            return -1;
        }
        return super.frameLength(array, start, end);
    }

    @Override
    protected void head(byte[] array, int start, int end) {
        if (end - start > 2) {
            open(array, start, end);
        }
    }

    private void open(byte[] array, int start, int end) {
        Opening opening = opening(array, start, end);
        RequestHead head = opening.head;
        headBegun = 0;
        parts().body(head.length());
        Http1ServerStream opened = new Http1ServerStream(this, ++streams & Integer.MAX_VALUE, head);
        stream = opened;
        boolean last = parts().part() == MessageParts.Part.DONE;
        if (last) {
            opened.peerEnded();
        } else if (head.expectsContinue()) {
            outbox.append(CONTINUE, 0, CONTINUE.length);
            outbox.flush();
        }
        opened.handledBy(Answered.already());
        handling = true;
        StreamHandler handler = opening.route.open(opened);
        opened.handledBy(handler);
        if (last) {
            handler.data(NOTHING, 0, 0, true);
        }
        handling = false;
        closeIfOver(opened);
    }

    private Opening opening(byte[] array, int start, int end) {
        Opening known = openings.get(array, start, end, HeadCache.ALWAYS);
        if (known != null) {
            return known;
        }
        RequestHead head = RequestHead.read(array, start, end);
        Opening opening = new Opening(head, router.route(head.request()));
        openings.put(array, start, end, HeadCache.ALWAYS, opening);
        return opening;
    }

    @Override
    protected void body(Http1Stream to, byte[] array, int start, int end, boolean last) {
        StreamHandler handler = to.handler();
        if (handler != null) {
            handling = true;
            handler.data(array, start, end, last);
            handling = false;
        }
        closeIfOver(to);
    }

    /** Returns whether the connection is to be closed after the response: the client wants it, or it is drained. */
    boolean closesAfter(Http1ServerStream answered) {
        return closing || answered.request().last() || !answered.ended();
    }

    /** Notes that the connection is to be closed after the response. */
    void closeAfter() {
        closing = true;
    }

    @Override
    void endWritten(Http1Stream answered) {
        if (!handling) {
            after(0, () -> closeIfOver(answered)); // not here: the outbox is at work
        }
    }

    @Override
    void reset(Http1Stream given, String why) {
        abort(why);
    }

    @Override
    protected void readMore() {
        side.readOrWait();
    }

    private void closeIfOver(Http1Stream over) {
        if (stream != over || !over.endSent() || finished()) {
            return;
        }
        end(over, null);
        if (closing || !over.ended()) {
            finish("the last response is complete");
            hangUpSoon(DRAIN_LINGER_MILLIS);
        } else {
            parts().next();
            side.readOrWait();
        }
    }

    private void end(Http1Stream over, @Nullable String why) {
        stream = null;
        over.close();
        StreamHandler handler = over.handler();
        if (handler != null) {
            if (why != null && !over.endSent()) {
                handler.broken(null, why);
            }
            handler.closed();
        }
    }

    @Override
    public boolean streaming() {
        return stream != null;
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (finished()) {
            return;
        }
        boolean atWork = handling;
        Http1ServerStream now = stream;
        handling = true;
        ((Departure) first).depart(second, array, offset, length);
        handling = atWork;
        if (now == null || !now.endSent() || atWork) {
            return;
        }
        if (closesAfter(now)) {
            after(0, () -> closeIfOver(now)); // not here: the outbox is at work
        } else {
            closeIfOver(now);
        }
    }

    @Override
    public void roomChanged() {
        side.roomChanged();
    }

    @Override
    protected void violated(ProtocolException violation) {
        int status = violation.code() >= Http1Error.BAD_REQUEST ? violation.code() : Http1Error.BAD_REQUEST;
        farewell(status, String.valueOf(violation.getMessage()));
    }

    /** Tells the client why and closes; a client that has begun to get a response sees it cut short. */
    private void farewell(int status, String why) {
        if (finished()) {
            return;
        }
        Http1ServerStream now = stream;
        boolean tell = now == null || (!now.endSent() && !now.begun());
        finish(why);
        if (tell) {
            byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
            Fields fields = Fields.of(
                    "content-type",
                    "text/plain; charset=utf-8",
                    "content-length",
                    String.valueOf(text.length),
                    "connection",
                    "close");
            ResponseHead.write(Head.response(status, fields), outbox);
            outbox.append(new byte[] {'\r', '\n'}, 0, 2);
            outbox.append(text, 0, text.length);
        }
        if (now != null) {
            end(now, why);
        }
        hangUpSoon(LINGER_MILLIS);
    }

    private void tick() {
        long now = System.nanoTime();
        String idle = side.idle(stream != null);
        if (idle != null) {
            drain(idle);
            return;
        }
        Duration most = settings.helloTimeout().multipliedBy(2);
        if (stream == null && inFrame() && !paused()) {
            headBegun = headBegun == 0 ? now : headBegun;
            if (now - headBegun > most.toNanos()) {
                farewell(Http1Error.TIMEOUT, "the head was not complete within " + Deadlines.text(most));
                return;
            }
        } else {
            headBegun = 0;
        }
        Http1ServerStream open = stream;
        StreamHandler handler = open == null ? null : open.handler();
        if (handler != null) {
            handler.check(now);
        }
        checkProgress();
    }

    /** Lets the response that is under way be the last one. */
    @Override
    public void drain(String why) {
        closing = true;
        if (stream == null && !finished()) {
            finish(why);
            hangUpSoon(DRAIN_LINGER_MILLIS);
        }
    }

    @Override
    public void refuse(String why) {
        farewell(503, why);
    }

    @Override
    protected void noRoom(String why) {
        farewell(503, why);
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
        Http1ServerStream now = stream;
        if (now != null) {
            end(now, why);
        }
        context.calls().close(side.lost(why));
        openings.close();
        outbox.close((first, second, array, offset, length) -> {});
    }
}
