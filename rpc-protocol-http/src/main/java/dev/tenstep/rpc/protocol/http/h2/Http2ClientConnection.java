package dev.tenstep.rpc.protocol.http.h2;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.protocol.http.stream.CallCodec;
import dev.tenstep.rpc.protocol.http.stream.ClientExchange;
import dev.tenstep.rpc.protocol.http.stream.Departure;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HeadCache;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.ClientSide;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client side of a connection of HTTP/2: opens a stream for each call. Event loop only. */
public final class Http2ClientConnection extends Http2Connection implements ClientSide.Calls {
    private static final FrameReader.Format FORMAT = new FrameReader.Format("HTTP/2", new byte[0], Frames.HEADER);
    /** The streams that a server is assumed to allow before it says so (RFC 9113, section 6.5.2). */
    private static final int ASSUMED_STREAMS = 100;
    /** The pings that any server of gRPC forgives while it sends nothing, and the time between further ones. */
    private static final int FREE_PINGS = 2;

    private static final long PING_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ConnectionOwner owner;
    private final CallCodec codec;
    private final ClientSide side;
    private final HeadCache<Fields> blocks;
    private final int maxHeaders;
    private int maxStreams;
    private int nextStream = 1;
    private int lastOpened;
    /** True once the server has said how many streams it allows. */
    private boolean told;

    private int pings;
    private long pingNanos;

    /**
     * Makes that of a channel, whose handler it is.
     *
     * @param maxHeaders the most bytes of a header list as HTTP/2 counts them
     */
    public Http2ClientConnection(
            Channel channel, ConnectionOwner owner, CallCodec codec, OutputPool pool, int maxHeaders) {
        super(
                channel,
                owner.settings(),
                pool,
                owner.budget().share(owner.settings().maxUndecoded()),
                FORMAT,
                Http2Limits.usual(maxHeaders));
        this.owner = owner;
        this.codec = codec;
        this.maxHeaders = maxHeaders;
        this.blocks = new HeadCache<>(memory, HeaderDecoder.LONGEST_KEPT);
        this.maxStreams = Math.min(ASSUMED_STREAMS, settings.maxInFlight());
        this.side = new ClientSide(this, owner, codec, this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        outbox.append(Http2ServerConnection.PREFACE, 0, Http2ServerConnection.PREFACE.length);
        begin(Frames.ENABLE_PUSH, 0, Frames.MAX_HEADER_LIST_SIZE, maxHeaders);
        outbox.flush();
        side.begin();
    }

    /** Returns the connection as its owner sees it. */
    public ClientConnection clientSide() {
        return side;
    }

    @Override
    ServerSide side() {
        throw new IllegalStateException("a client's connection");
    }

    @Override
    protected boolean opened(int stream) {
        return (stream & 1) == 1 && stream <= lastOpened;
    }

    @Override
    protected int lastStream() {
        return 0;
    }

    @Override
    protected void greeted() {
        maxStreams = told ? maxStreams : settings.maxInFlight();
        side.greet();
        side.startQueued();
    }

    @Override
    protected void setting(int id, long value) {
        if (id == Frames.MAX_CONCURRENT_STREAMS) {
            maxStreams = (int) Math.min(value, settings.maxInFlight());
            told = true;
            side.startQueued();
        } else if (id == Frames.ENABLE_PUSH && value != 0) {
            throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "enable push: " + value + " (expected: 0 of a server)");
        }
    }

    @Override
    public boolean mustWait(Call call, int length) {
        return openStreams() >= maxStreams;
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof Departure departure) {
            departure.depart(second, array, offset, length);
        } else {
            side.place((Call) first, (ReplyTo) requireNonNull(second), array, offset, length);
        }
    }

    /** Begins step 3: sends the request on a new stream. */
    @Override
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    public void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        long now = nowNanos();
        if (Deadlines.passed(call, now)) {
            ClientKernel.deliverFailure(call, replyTo, Deadlines.failure(call, true));
            return;
        }
        // A listener may make a call, whose stream comes first then.
        call.begin(Step.TRAVEL_TO_SERVER, now);
        Head head = codec.head(call, now, array, offset, length);
        if (head.size() > peerMaxHead()) {
            codec.keep(call, array, offset, length);
            ClientKernel.deliverFailure(call, replyTo, tooLong(head));
            return;
        }
        Http2Stream stream = open(nextStream);
        lastOpened = nextStream;
        nextStream += 2;
        stream.handledBy(codec.open(stream, call, replyTo, head, array, offset, length));
        if (nextStream < 0) {
            side.leave("all streams of the connection were used");
        }
    }

    private RpcException tooLong(Head head) {
        return RpcException.notStarted(
                StatusCode.RESOURCE_EXHAUSTED,
                "the head of the request is " + head.size() + " bytes with its metadata (expected: at most "
                        + peerMaxHead() + ", as the server says)",
                null);
    }

    private Fields decode(int id, byte[] array, int from, int end) throws StreamError {
        Fields known = blocks.get(array, from, end, headerDecoder.changes());
        if (known != null) {
            return known;
        }
        Fields fields = headerDecoder.decode(id, array, from, end);
        headerDecoder.keep(blocks, array, from, end, fields);
        return fields;
    }

    @Override
    protected void headerBlock(int id, byte[] array, int from, int end, boolean last) throws StreamError {
        pings = 0;
        Http2Stream stream = stream(id);
        if (stream == null) {
            if (!opened(id)) {
                throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "HEADERS of stream " + id + ", which is idle");
            }
            headerDecoder.skip(id, array, from, end);
            closedStreams.check(Frames.HEADERS, id);
            floods.empty(burstNanos);
            return;
        }
        Fields fields = decode(id, array, from, end);
        ClientExchange exchange = (ClientExchange) requireNonNull(stream.handler());
        if (fields.first(":status") == null) {
            trailers(stream, fields, last);
            return;
        }
        int status = Responses.status(id, fields);
        if (status < Responses.FINAL) {
            floods.empty(burstNanos);
        }
        side.answered();
        if (last) {
            stream.end(false);
        }
        exchange.head(status, fields, last);
        closeIfEnded(stream);
    }

    @Override
    public void roomChanged() {
        resumeStreams();
    }

    @Override
    protected void heard() {
        pings = 0;
    }

    @Override
    protected void pinged() {}

    @Override
    protected void pongReceived() {}

    @Override
    protected void streamClosed() {
        side.startQueued();
        if (side.unused()) {
            after(0, side::closeIfUnused);
        }
    }

    @Override
    public int awaited() {
        return openStreams();
    }

    /** Handles a go-away: streams beyond the last one that it names were not handled. */
    @Override
    protected void goAway(int last, long code, String text) {
        String why = "the server went away: " + (text.isEmpty() ? "code " + code : text);
        side.leave(why);
        for (Http2Stream stream : allStreams()) {
            if (stream.id() > last && stream.handler() instanceof ClientExchange exchange) {
                exchange.abort(
                        owner.lost(why, true).fromServer(true, exchange.call().binding()));
                stream.reset(ErrorCode.CANCEL);
            }
        }
        if (code == ErrorCode.NO_ERROR.number()) {
            side.closeIfUnused();
        } else {
            abort(why);
        }
    }

    @Override
    public void sweep(long now, DeadlineSweep sweep) {
        List<Http2Stream> over = new ArrayList<>();
        for (Http2Stream stream : allStreams()) {
            if (stream.handler() instanceof ClientExchange exchange) {
                Call call = exchange.call();
                if (call.cancelled() || Deadlines.passed(call, now)) {
                    over.add(stream);
                } else {
                    sweep.watch(call.deadlineNanos());
                }
            }
        }
        for (Http2Stream stream : over) {
            ClientExchange exchange = (ClientExchange) requireNonNull(stream.handler());
            RpcException passed = Deadlines.failure(exchange.call(), false);
            exchange.abort(passed);
            stream.reset(ErrorCode.CANCEL);
        }
    }

    @Override
    public boolean mayPing() {
        boolean patient = pings < FREE_PINGS || System.nanoTime() - pingNanos > PING_NANOS;
        return patient && side.greeted() && openStreams() > 0;
    }

    @Override
    public void ping() {
        pings++;
        pingNanos = System.nanoTime();
        writer().ping(pingNanos);
    }

    @Override
    public void lose(String why) {
        for (Http2Stream stream : allStreams()) {
            if (stream.handler() instanceof ClientExchange exchange) {
                exchange.abort(owner.lost(why, unansweredNotStarted && !exchange.begun()));
            }
        }
        loseAll(why);
        blocks.close();
    }

    @Override
    protected void closed(String why) {
        side.closed(why);
    }
}
