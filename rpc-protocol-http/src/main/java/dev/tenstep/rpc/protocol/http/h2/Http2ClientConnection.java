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
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.KeepAlive;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.QueuedRequests;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a connection of HTTP/2: opens a stream for each call. {@link #send} and {@link #ready} are for any
 * thread, everything else is for the event loop.
 *
 * <p>Longer than other files: streams, queue and state of the connection are one state.
 */
public final class Http2ClientConnection extends Http2Connection implements ClientConnection {
    private static final FrameReader.Format FORMAT = new FrameReader.Format("HTTP/2", new byte[0], Frames.HEADER);
    private static final long TICK_MILLIS = 250;
    /** The time after which a connection was worth making, even without a call. */
    private static final long OF_USE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The streams that a server is assumed to allow before it says so (RFC 9113, section 6.5.2). */
    private static final int ASSUMED_STREAMS = 100;
    /** The pings that any server of gRPC forgives while it sends nothing, and the time between further ones. */
    private static final int FREE_PINGS = 2;

    private static final long PING_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final ConnectionOwner owner;
    private final CallCodec codec;
    private final LoopOutput requests = new LoopOutput();
    private final BlockCache<Fields> blocks;
    private final QueuedRequests queued = new QueuedRequests();
    private final KeepAlive keepAlive;
    private final DeadlineSweep sweep;
    private final int maxHeaders;
    private int maxStreams;
    private int nextStream = 1;
    private int lastOpened;
    private boolean greeted;
    /** True once the server has said how many streams it allows. */
    private boolean told;

    private boolean leaving;
    private boolean draining;
    private boolean answered;
    private long greetedNanos;
    private int pings;
    private long pingNanos;
    private volatile boolean ready;

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
        this.blocks = new BlockCache<>(memory);
        this.maxStreams = Math.min(ASSUMED_STREAMS, settings.maxInFlight());
        this.keepAlive = new KeepAlive(settings);
        this.sweep = new DeadlineSweep(channel.eventLoop(), Deadlines.SWEEP_MILLIS, this::sweep);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        outbox.append(Http2ServerConnection.PREFACE, 0, Http2ServerConnection.PREFACE.length);
        begin(Frames.ENABLE_PUSH, 0, Frames.MAX_HEADER_LIST_SIZE, maxHeaders);
        outbox.flush();
        every(TICK_MILLIS, this::tick);
        owner.connected(this);
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
        greeted = true;
        greetedNanos = System.nanoTime();
        maxStreams = told ? maxStreams : settings.maxInFlight();
        ready(!leaving && !draining);
        startQueued();
    }

    @Override
    protected void setting(int id, long value) {
        if (id == Frames.MAX_CONCURRENT_STREAMS) {
            maxStreams = (int) Math.min(value, settings.maxInFlight());
            told = true;
            startQueued();
        } else if (id == Frames.ENABLE_PUSH && value != 0) {
            throw ConnectionError.of(ErrorCode.PROTOCOL_ERROR, "enable push: " + value + " (expected: 0 of a server)");
        }
    }

    @Override
    public boolean ready() {
        return ready;
    }

    private void ready(boolean now) {
        if (ready != now) {
            ready = now;
            owner.readyChanged();
        }
    }

    /** Returns whether the server has answered a call on the connection, or has kept it for a while. */
    @Override
    public boolean ofUse() {
        return answered || (greeted && System.nanoTime() - greetedNanos > OF_USE_NANOS);
    }

    @Override
    public boolean send(Call call, ReplyTo replyTo) {
        if (!outbox.hasRoom() || queued.bytes() >= settings.maxUnwritten()) {
            ClientKernel.deliverFailure(call, replyTo, outbox.refusal());
            return true;
        }
        try {
            return channel.eventLoop().inEventLoop() ? sendHere(call, replyTo) : sendFromElsewhere(call, replyTo);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return true;
        }
    }

    private boolean sendFromElsewhere(Call call, ReplyTo replyTo) {
        MessageOutput out = pool.take();
        try {
            codec.write(call, out);
            if (outbox.offer(call, replyTo, out.array(), out.position())) {
                return true;
            }
            codec.keep(call, out.array(), 0, out.position());
            return false;
        } finally {
            pool.give(out);
        }
    }

    private boolean sendHere(Call call, ReplyTo replyTo) {
        if (leaving || finished()) {
            return false;
        }
        // Users' code writes the message and may use the connection meanwhile, so none of its outputs may be open.
        MessageOutput out = requests.take();
        try {
            codec.write(call, out);
            place(call, replyTo, out.array(), 0, out.position());
        } finally {
            requests.give(out);
        }
        return true;
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof Departure departure) {
            departure.depart(second, array, offset, length);
        } else {
            place((Call) first, (ReplyTo) requireNonNull(second), array, offset, length);
        }
    }

    /** Sends a written request, queues it, or hands it to another connection. */
    private void place(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        if (call.cancelled()) {
            Deadlines.tell(call, replyTo);
            return;
        }
        try {
            if (leaving || finished()) {
                codec.keep(call, array, offset, length);
                owner.carry(call, replyTo);
            } else if (!queued.isEmpty() || openStreams() >= maxStreams) {
                queued.add(call, replyTo, Arrays.copyOfRange(array, offset, offset + length));
                sweep.watch(call.deadlineNanos());
            } else {
                start(call, replyTo, array, offset, length);
            }
        } catch (RuntimeException | Error e) {
            String text = call + " could not be sent: " + e;
            ClientKernel.deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, e));
            throw e;
        }
    }

    /** Begins step 3: sends the request on a new stream. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        long now = nowNanos();
        if (Deadlines.passed(call, now)) {
            ClientKernel.deliverFailure(call, replyTo, Deadlines.failure(call, true));
            return;
        }
        // A listener may make a call, whose stream comes first then.
        call.begin(Step.TRAVEL_TO_SERVER, now);
        Head head = codec.head(call, now);
        if (head.size() > peerMaxHead()) {
            codec.keep(call, array, offset, length);
            ClientKernel.deliverFailure(call, replyTo, tooLong(head));
            return;
        }
        Http2Stream stream = open(nextStream);
        lastOpened = nextStream;
        nextStream += 2;
        stream.handledBy(codec.open(stream, call, replyTo, head, array, offset, length));
        sweep.watch(call.deadlineNanos());
        if (nextStream < 0) {
            leave("all streams of the connection were used");
        }
    }

    private RpcException tooLong(Head head) {
        return RpcException.notStarted(
                StatusCode.RESOURCE_EXHAUSTED,
                "the head of the request is " + head.size() + " bytes with its metadata (expected: at most "
                        + peerMaxHead() + ", as the server says)",
                null);
    }

    private void startQueued() {
        while (!leaving && !finished() && openStreams() < maxStreams) {
            QueuedRequests.Queued next = queued.poll();
            if (next == null) {
                return;
            }
            if (next.call().cancelled()) {
                Deadlines.tell(next.call(), next.replyTo());
            } else {
                start(next.call(), next.replyTo(), next.frame(), 0, next.frame().length);
            }
        }
    }

    private Fields decode(int id, byte[] array, int from, int end) throws StreamError {
        Fields known = blocks.get(array, from, end, headerDecoder.changes());
        if (known != null) {
            return known;
        }
        Fields fields = headerDecoder.decode(id, array, from, end);
        blocks.put(array, from, end, headerDecoder.changes(), fields);
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
        answered = true;
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
        if (!queued.isEmpty()) {
            startQueued();
        } else if (openStreams() == 0 && (leaving || draining)) {
            after(0, this::closeIfUnused);
        }
    }

    private void closeIfUnused() {
        if (finished() || openStreams() > 0 || !queued.isEmpty()) {
            return;
        }
        if (leaving) {
            abort("the server went away");
        } else if (draining && outbox.isEmpty()) {
            abort("the client no longer needs the connection");
        }
    }

    @Override
    public void drain() {
        draining = true;
        ready(false);
        closeIfUnused();
    }

    /** Handles a go-away: streams beyond the last one that it names were not handled. */
    @Override
    protected void goAway(int last, long code, String text) {
        String why = "the server went away: " + (text.isEmpty() ? "code " + code : text);
        leave(why);
        for (Http2Stream stream : allStreams()) {
            if (stream.id() > last && stream.handler() instanceof ClientExchange exchange) {
                exchange.abort(
                        owner.lost(why, true).fromServer(true, exchange.call().binding()));
                stream.reset(ErrorCode.CANCEL);
            }
        }
        if (code == ErrorCode.NO_ERROR.number()) {
            closeIfUnused();
        } else {
            abort(why);
        }
    }

    private void leave(String why) {
        if (leaving) {
            return;
        }
        leaving = true;
        ready(false);
        owner.leaving(this, why);
        for (QueuedRequests.Queued next = queued.poll(); next != null; next = queued.poll()) {
            codec.keep(next.call(), next.frame(), 0, next.frame().length);
            owner.carry(next.call(), next.replyTo());
        }
    }

    /** Ends the calls whose deadline has passed or that nobody waits for. */
    private void sweep(long now) {
        if (finished()) {
            return;
        }
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
        queued.expire(now, sweep);
        startQueued();
    }

    private void tick() {
        long now = System.nanoTime();
        long heard = latest(burstNanos, outflow.movedNanos());
        String dead = keepAlive.failure(greeted, heard);
        if (dead != null) {
            abort(dead);
            return;
        }
        if (openStreams() == 0) {
            keepAlive.unawaited();
        }
        boolean mayPing = pings < FREE_PINGS || now - pingNanos > PING_NANOS;
        boolean ping = greeted && mayPing && openStreams() > 0 && keepAlive.pingDue(heard, true);
        ready(greeted && !leaving && !draining && !keepAlive.pingUnanswered(heard));
        closeIfUnused();
        if (finished()) {
            return;
        }
        if (ping) {
            pings++;
            pingNanos = now;
            writer().ping(now);
        }
        checkBlocksAndProgress(now);
    }

    @Override
    public void broken(String why, boolean refused) {
        unansweredNotStarted = refused && !greeted;
        abort(why);
    }

    @Override
    public void close(String why) {
        abort(why);
    }

    @Override
    protected void closed(String why) {
        ready(false);
        owner.closed(this, why);
        for (Http2Stream stream : allStreams()) {
            if (stream.handler() instanceof ClientExchange exchange) {
                exchange.abort(owner.lost(why, unansweredNotStarted && !exchange.begun()));
            }
        }
        loseAll(why);
        blocks.close();
        for (QueuedRequests.Queued next = queued.poll(); next != null; next = queued.poll()) {
            codec.keep(next.call(), next.frame(), 0, next.frame().length);
            owner.unsent(next.call(), next.replyTo(), leaving, why);
        }
        outbox.close((first, second, array, offset, length) -> {
            if (first instanceof Call call) {
                codec.keep(call, array, offset, length);
                owner.unsent(call, (ReplyTo) requireNonNull(second), leaving, why);
            }
        });
    }
}
