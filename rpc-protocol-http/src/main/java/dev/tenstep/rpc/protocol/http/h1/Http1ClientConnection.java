package dev.tenstep.rpc.protocol.http.h1;

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
import dev.tenstep.rpc.protocol.http.stream.Head;
import dev.tenstep.rpc.protocol.http.stream.HeadCache;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.ProtocolGuess;
import dev.tenstep.rpc.transport.netty.connection.ClientSide;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a connection of HTTP/1.1 (RFC 9112), which carries one call at a time; others wait in order. A call that
 * is given up closes the connection, since nothing else tells the server, and those that wait are carried by the next one.
 * Event loop only.
 */
public final class Http1ClientConnection extends Http1Connection implements ClientSide.Calls {
    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final int SWITCHING_PROTOCOLS = 101;
    /** The most heads before the final one of a response. */
    private static final int MOST_INTERIM = 100;
    /** The longest head that is remembered, in bytes. */
    private static final int LONGEST_KEPT = 1024;

    /** The most bytes of a response that are read for the sake of the connection, and the time for that. */
    private static final int SHORT_REST = 64 << 10;

    private static final long REST_MILLIS = 500;

    private final ConnectionOwner owner;
    private final CallCodec codec;
    private final ClientSide side;
    private final HeadCache<ReceivedHead> heads;
    private @Nullable Http1ClientStream stream;
    private @Nullable ClientExchange exchange;
    private @Nullable ReceivedHead received;
    private int streams;
    private int interim;
    /**
     * True while no call may be started: a listener of one that is about to start may make another, and after a response no
     * bytes may follow those that came with it.
     */
    private boolean held;

    /**
     * Makes that of a channel, whose handler it is.
     *
     * @param maxHead the most bytes of a response's head
     */
    public Http1ClientConnection(
            Channel channel, ConnectionOwner owner, CallCodec codec, OutputPool pool, int maxHead) {
        super(
                channel,
                owner.settings(),
                pool,
                owner.budget().share(owner.settings().maxUndecoded()),
                "status line",
                maxHead);
        this.owner = owner;
        this.codec = codec;
        this.heads = new HeadCache<>(memory, LONGEST_KEPT);
        this.side = new ClientSide(this, owner, codec, this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        side.begin();
        side.greet(); // there is no other greeting than a response
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
    @Nullable
    Http1Stream stream() {
        return stream;
    }

    @Override
    public boolean mustWait(Call call, int length) {
        return stream != null || held;
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof Departure departure) {
            departure.depart(second, array, offset, length);
        } else {
            side.place((Call) first, (ReplyTo) requireNonNull(second), array, offset, length);
        }
    }

    /** Begins step 3: sends the request. */
    @Override
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    public void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        long now = nowNanos();
        RpcException refusal = Deadlines.passed(call, now) ? Deadlines.failure(call, true) : halfDuplex(call);
        if (refusal != null) {
            codec.keep(call, array, offset, length);
            ClientKernel.deliverFailure(call, replyTo, refusal);
            return;
        }
        Head head;
        held = true;
        try {
            call.begin(Step.TRAVEL_TO_SERVER, now);
            head = codec.head(call, now, array, offset, length);
        } finally {
            held = false;
        }
        Http1ClientStream opened = new Http1ClientStream(this, ++streams & Integer.MAX_VALUE);
        stream = opened;
        ClientExchange opening = codec.open(opened, call, replyTo, head, array, offset, length);
        exchange = opening;
        opened.handledBy(opening);
        opened.sendHead();
    }

    /** Returns the failure of a call whose streams would have to move at the same time; null of any other. */
    private static @Nullable RpcException halfDuplex(Call call) {
        return call.method().stream() == null || !call.method().resultStreams()
                ? null
                : RpcException.notStarted(
                        StatusCode.UNIMPLEMENTED,
                        call.method().displayName() + " has streams both ways, which HTTP/1.1 does not carry at once"
                                + " (expected: HTTP/2)",
                        null);
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        if (stream == null) {
            throw Http1Error.bad("a response that nobody asked for");
        }
        int n = Math.min(end - start, VERSION.length);
        if (parts().part() == MessageParts.Part.HEAD && Arrays.mismatch(array, start, start + n, VERSION, 0, n) >= 0) {
            byte[] first = Arrays.copyOfRange(array, start, end);
            throw Http1Error.bad("the response is not in HTTP/1.1: " + ProtocolGuess.describe(first, first.length));
        }
        return super.frameLength(array, start, end);
    }

    @Override
    protected void head(byte[] array, int start, int end) {
        ReceivedHead head = heads.get(array, start, end, HeadCache.ALWAYS);
        if (head == null) {
            head = ReceivedHead.read(array, start, end);
            heads.put(array, start, end, HeadCache.ALWAYS, head);
        }
        if (head.status() == SWITCHING_PROTOCOLS || (head.interim() && ++interim > MOST_INTERIM)) {
            throw Http1Error.bad("a response of status " + head.status() + " (expected: a final one, soon)");
        }
        side.answered();
        if (head.interim()) {
            return;
        }
        interim = 0;
        received = head;
        parts().body(head.length());
        boolean last = parts().part() == MessageParts.Part.DONE;
        Http1ClientStream now = requireNonNull(stream);
        if (last) {
            now.peerEnded();
        }
        requireNonNull(exchange).head(head.status(), head.fields(), last);
        if (last) {
            over(now);
        }
    }

    @Override
    protected void body(Http1Stream to, byte[] array, int start, int end, boolean last) {
        requireNonNull(exchange).data(array, start, end, last);
        if (last) {
            over(to);
        }
    }

    /** Ends a stream whose response is complete. */
    private void over(Http1Stream ended) {
        if (finished() || stream != ended) {
            return;
        }
        boolean requestSent = ended.endSent();
        boolean last = requireNonNull(received).last();
        end();
        if (last || !requestSent) {
            String why = last
                    ? "the server closes the connection behind its response"
                    : "the server has answered before the request was complete";
            side.leave(why);
            abort(why);
            return;
        }
        parts().next();
        held = true;
        after(0, this::rested);
    }

    private void rested() {
        held = false;
        if (!finished()) {
            side.startQueued();
            side.closeIfUnused();
        }
    }

    private void end() {
        Http1ClientStream over = stream;
        ClientExchange outcome = exchange;
        stream = null;
        exchange = null;
        received = null;
        if (over != null) {
            over.close();
        }
        if (outcome != null) {
            outcome.closed();
        }
    }

    @Override
    void endWritten(Http1Stream ended) {}

    @Override
    protected void readMore() {
        if (paused() && !finished()) {
            resume();
        }
    }

    @Override
    public void roomChanged() {
        resumeStreams();
    }

    /** Closes the connection, unless only a short rest of the response is missing, which is thrown away when it comes. */
    @Override
    void reset(Http1Stream given, String why) {
        if (given.endSent() && parts().left() <= SHORT_REST) {
            after(REST_MILLIS, () -> {
                if (stream == given) {
                    giveUp(why);
                }
            });
        } else {
            giveUp(why);
        }
    }

    /** Closes the connection because of its call; those that wait go to another one. */
    private void giveUp(String why) {
        if (!finished()) {
            side.answered(); // it is not the server that ends it
            side.leave(why);
            abort(why);
        }
    }

    @Override
    protected void violated(ProtocolException violation) {
        String why = String.valueOf(violation.getMessage());
        side.leave(why);
        abort(why);
    }

    @Override
    public int awaited() {
        return stream == null ? 0 : 1;
    }

    @Override
    public void sweep(long now, DeadlineSweep sweep) {
        ClientExchange waiting = exchange;
        if (waiting == null) {
            return;
        }
        Call call = waiting.call();
        if (call.cancelled() || Deadlines.passed(call, now)) {
            waiting.abort(Deadlines.failure(call, false));
            giveUp("a call was given up");
        } else {
            sweep.watch(call.deadlineNanos());
        }
    }

    /** Returns false: HTTP/1.1 has no pings. */
    @Override
    public boolean mayPing() {
        return false;
    }

    @Override
    public void ping() {}

    @Override
    public void lose(String why) {
        ClientExchange lost = exchange;
        if (lost != null) {
            lost.abort(owner.lost(why, unansweredNotStarted && !lost.begun()));
        }
        end();
        heads.close();
    }

    /** Ends a body that has no other end than that of the connection. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ReceivedHead head = received;
        Http1ClientStream now = stream;
        if (head != null && now != null && head.length() == HeadReader.UNTIL_CLOSE && !finished() && !paused()) {
            now.peerEnded();
            body(now, NOTHING, 0, 0, true);
        }
        super.channelInactive(ctx);
    }

    @Override
    protected void closed(String why) {
        if (stream == null) {
            // A server may close a connection that carries no call: the next call makes another one.
            side.leave(why);
        }
        side.closed(why);
    }
}
