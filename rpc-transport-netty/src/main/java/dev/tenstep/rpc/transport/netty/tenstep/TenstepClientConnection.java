package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.KeepAlive;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.QueuedRequests;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a connection: step 3, writing requests, and step 8, reading replies. {@link #send} is for any
 * thread; everything else runs in the event loop, which alone knows ids, declarations and pending calls.
 *
 * <p>Longer than other files: sending a request and ending its call use the same tables.
 */
final class TenstepClientConnection extends TenstepConnection implements ClientConnection {
    private static final long TICK_MILLIS = 250;
    /** The time after which a connection was worth making, even without a call. */
    private static final long OF_USE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConnectionOwner owner;
    private final PendingCalls pending;
    private final ReplyReader replies;
    private final LoopOutput requests = new LoopOutput();
    private final QueuedRequests queued = new QueuedRequests();
    private final StreamTable streams;
    private final Unanswered unanswered;
    private final DeclaredMethods declared = new DeclaredMethods();
    private final KeepAlive keepAlive;
    private final DeadlineSweep sweep;
    private Hello peer;
    private boolean leaving;
    private boolean draining;
    private long greetedNanos;
    private boolean answered;
    private volatile boolean ready;

    TenstepClientConnection(Channel channel, ConnectionOwner owner, OutputPool pool) {
        super(
                channel,
                owner.settings(),
                pool,
                owner.budget().share(owner.settings().maxUndecoded()));
        this.owner = owner;
        this.peer = Hello.baseline(settings).atMost(settings.maxInFlight());
        this.keepAlive = new KeepAlive(settings);
        this.sweep = new DeadlineSweep(channel.eventLoop(), Deadlines.SWEEP_MILLIS, this::sweep);
        this.pending = new PendingCalls(0, memory.held());
        this.streams = new StreamTable(this, pending, settings);
        this.unanswered = new Unanswered(this, owner, pending, streams);
        this.replies = new ReplyReader(pending, streams, settings, memory);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        preface();
        gather(Hello.of(settings, Hello.FEATURES, owner.compression().names())::write);
        every(TICK_MILLIS, this::tick);
        owner.connected(this);
    }

    /** Returns whether the server has said hello, takes calls, and has answered the last ping. */
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
        long kept = greeted ? System.nanoTime() - greetedNanos : 0;
        return answered || kept > OF_USE_NANOS;
    }

    /**
     * Takes the call, in any thread; returns false if the connection is closed or closing, and the call is still the
     * caller's.
     */
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
            RequestFrame.write(call, out, settings.maxMessage(), settings.maxMetadata(), compression());
            if (outbox.offer(call, replyTo, out.array(), out.position())) {
                return true;
            }
            RequestFrame.keep(call, out.array(), 0, out.position(), compression());
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
            RequestFrame.write(call, out, settings.maxMessage(), settings.maxMetadata(), compression());
            place(call, replyTo, out.array(), 0, out.position());
        } finally {
            requests.give(out);
        }
        return true;
    }

    /**
     * Returns whether the call has to wait until others have ended or, if it carries streams, for the server's hello.
     */
    private boolean mustWait(Call call) {
        return !queued.isEmpty()
                || pending.count() >= peer.maxInFlight()
                || (!greeted && call.method().streams());
    }

    @Override
    public void drained(Object first, @Nullable Object second, byte[] array, int offset, int length) {
        if (first instanceof CallStreams streams) {
            streams.depart((MessageOutput) requireNonNull(second));
            return;
        }
        place((Call) first, (ReplyTo) requireNonNull(second), array, offset, length);
    }

    /** Sends a written request, queues it, or hands it to another connection. */
    private void place(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        if (call.cancelled()) {
            Deadlines.tell(call, replyTo);
            return;
        }
        try {
            placeNow(call, replyTo, array, offset, length);
        } catch (RuntimeException | Error e) {
            String text = call + " could not be sent: " + e;
            ClientKernel.deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, e));
            throw e;
        }
    }

    private void placeNow(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        if (leaving || finished()) {
            RequestFrame.keep(call, array, offset, length, compression());
            owner.carry(call, replyTo);
        } else if (mustWait(call)) {
            queued.add(call, replyTo, Arrays.copyOfRange(array, offset, offset + length));
            sweep.watch(call.deadlineNanos());
        } else {
            start(call, replyTo, array, offset, length);
        }
    }

    private void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        if (!fits(call, replyTo, array, offset, length)) {
            return;
        }
        try {
            declared.declare(call, this);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return;
        }
        depart(call, replyTo, outbox.append(array, offset, length));
    }

    /**
     * Returns whether the peer accepts a message of that size. If not, the call has been failed, or queued until the
     * hello.
     */
    private boolean fits(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        int message = offset + length - RequestFrame.bodyStart(array, offset);
        if (message <= peer.maxMessage()) {
            return true;
        }
        if (greeted) {
            RequestFrame.keep(call, array, offset, length, compression());
            ClientKernel.deliverFailure(call, replyTo, peer.tooLarge(call, message));
        } else {
            queued.add(call, replyTo, Arrays.copyOfRange(array, offset, offset + length));
            sweep.watch(call.deadlineNanos());
        }
        return false;
    }

    /** Begins step 3: assigns an id to the request at the end of the outbox, and sends it. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void depart(Call call, ReplyTo replyTo, int start) {
        MessageOutput own = outbox.own();
        long now = nowNanos();
        if (Deadlines.passed(call, now)) {
            own.position(start);
            ClientKernel.deliverFailure(call, replyTo, Deadlines.failure(call, true));
            return;
        }
        boolean hasStreams = call.method().streams();
        if (hasStreams && !peer.streams()) {
            own.position(start);
            ClientKernel.deliverFailure(call, replyTo, StreamTable.unknown(call));
            return;
        }
        int id = pending.add(call, replyTo);
        RequestFrame.complete(own.array(), start, id, call.deadlineNanos(), now);
        call.begin(Step.TRAVEL_TO_SERVER, now);
        int body = RequestFrame.bodyStart(own.array(), start);
        if (call.method().stream() == null) {
            boolean compressed = RequestFrame.isCompressed(own.array(), start);
            pending.keep(id, own.array(), body, own.position() - body, compressed ? compression() : null);
        }
        if (own.position() - body > Wire.LONGEST_WHOLE) {
            outbox.add(ChunkedFrame.ofMessage(outbox.cut(start), Wire.REQUEST_HEADER, body - start));
        } else {
            outbox.frameDone();
            flushSoon();
        }
        if (hasStreams) {
            streams.open(id, call, replyTo);
        }
        sweep.watch(call.deadlineNanos());
    }

    @Override
    protected void callFrame(int type, byte[] array, int from, int end) {
        if (!greeted && type != Wire.HELLO && type != Wire.GO_AWAY) {
            throw new ProtocolException("frame type " + type + " (expected: hello, type 1)");
        }
        switch (type) {
            case Wire.REPLY -> {
                answered = true;
                replies.reply(array, from, end, burstNanos);
            }
            case Wire.CHUNK -> {
                if (!streams.chunk(array, from, end)) {
                    replies.chunk(array, from, end, burstNanos);
                }
            }
            case Wire.ITEM, Wire.END, Wire.CREDIT -> streams.frame(type, array, from, end);
            case Wire.ERROR -> {
                answered |= (array[from] & Wire.FLAG_NOT_STARTED) == 0;
                replies.error(array, from, end);
                outbox.forget(Wire.i32(array, from + 1));
            }
            case Wire.HELLO -> greet(Hello.read(array, from, end));
            case Wire.GO_AWAY -> leave(new FieldReader("go-away", array, from, end));
            default -> throw new ProtocolException("frame type " + type + " from a server");
        }
        if (!queued.isEmpty()) {
            startQueued();
        } else if (leaving && pending.awaited() == 0) {
            abort("the server went away");
        } else {
            closeIfDrained();
        }
    }

    @Override
    public void drain() {
        draining = true;
        ready(false);
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (draining && pending.awaited() == 0 && queued.isEmpty() && outbox.isEmpty()) {
            abort("the client no longer needs the connection");
        }
    }

    int peerMaxMessage() {
        return peer.maxMessage();
    }

    @Override
    public void roomChanged() {
        streams.resume();
    }

    private void greet(Hello hello) {
        if (greeted) {
            throw new ProtocolException("a second hello");
        }
        if (hello.lowestVersion() != Wire.VERSION || hello.highestVersion() != Wire.VERSION) {
            throw new ProtocolException("hello of versions " + hello.lowestVersion() + ".." + hello.highestVersion()
                    + " (expected: " + Wire.VERSION + ".." + Wire.VERSION + ")");
        }
        greeted = true;
        greetedNanos = System.nanoTime();
        ready(true);
        peer = hello.atMost(settings.maxInFlight());
        compressWith(new NegotiatedCompression(
                owner.compression(), hello.compressors(), hello.maxMessage(), settings.maxMessage()));
        replies.decompressWith(compression());
    }

    private void startQueued() {
        while (!leaving && pending.count() < peer.maxInFlight()) {
            QueuedRequests.Queued next = queued.peek();
            if (next == null) {
                return;
            }
            boolean early = next.frame().length > peer.maxMessage()
                    || next.call().method().streams();
            if (!greeted && early) {
                return;
            }
            queued.poll();
            if (next.call().cancelled()) {
                Deadlines.tell(next.call(), next.replyTo());
            } else {
                start(next.call(), next.replyTo(), next.frame(), 0, next.frame().length);
            }
        }
    }

    /** Handles a go-away: the server takes no more calls, but answers those in flight. */
    private void leave(FieldReader in) {
        boolean notStarted = (in.u8() & Wire.FLAG_NOT_STARTED) != 0;
        int reason = in.u8();
        String text = in.text(in.u16());
        if (reason != GoAwayReason.DRAIN.number() && reason != GoAwayReason.IDLE.number()) {
            unansweredNotStarted = notStarted;
            abort("the server closed the connection: " + text);
            return;
        }
        leaving = true;
        ready(false);
        String why = "the server went away: " + text;
        owner.leaving(this, why);
        if (notStarted) {
            unanswered.refuse(why);
        }
        for (QueuedRequests.Queued next = queued.poll(); next != null; next = queued.poll()) {
            keep(next.call(), next.frame());
            owner.carry(next.call(), next.replyTo());
        }
        if (!greeted) {
            abort(why);
        }
    }

    private void keep(Call call, byte[] frame) {
        RequestFrame.keep(call, frame, 0, frame.length, compression());
    }

    /** Ends the calls whose deadline has passed, and cancels on the server those that nobody waits for. */
    private void sweep(long now) {
        if (finished()) {
            return;
        }
        unanswered.sweep(now, sweep);
        queued.expire(now, sweep);
        startQueued();
    }

    /** Gives up a call, and cancels it on the server if the server has read some of it or will. */
    void giveUp(int slot, StatusCode why) {
        int id = pending.id(slot);
        boolean unsent = outbox.unsent(id);
        outbox.forget(id);
        if (unsent) {
            pending.remove(slot);
            return;
        }
        pending.giveUp(slot);
        gather(out -> {
            int start = FieldWriter.begin(out, Wire.CANCEL);
            FieldWriter.i32(out, id);
            if (why == StatusCode.DEADLINE_EXCEEDED) {
                FieldWriter.u8(out, why.number());
            }
            FieldWriter.end(out, start);
        });
    }

    /**
     * Closes because TLS failed after the connection was considered established.
     *
     * @param refused whether the server refused the connection, which it does before it reads anything
     */
    @Override
    public void broken(String why, boolean refused) {
        unansweredNotStarted = refused && !greeted;
        abort(why);
    }

    @Override
    public void close(String why) {
        abort(why);
    }

    private void tick() {
        long heard = latest(burstNanos, outflow.movedNanos());
        String dead = keepAlive.failure(greeted, heard);
        if (dead != null) {
            abort(dead);
            return;
        }
        boolean ping = keepAlive.pingDue(heard, pending.awaited() > 0);
        // Must precede the ping: a listener then finds a connection that gets no calls.
        ready(greeted && !leaving && !draining && !keepAlive.pingUnanswered(heard));
        closeIfDrained();
        if (ping) {
            ping();
        }
        checkProgress();
    }

    @Override
    protected void closed(String why) {
        ready(false);
        owner.closed(this, why);
        unanswered.lose(why, unansweredNotStarted);
        for (QueuedRequests.Queued next = queued.poll(); next != null; next = queued.poll()) {
            keep(next.call(), next.frame());
            owner.unsent(next.call(), next.replyTo(), leaving, why);
        }
        outbox.close((first, second, array, offset, length) -> {
            if (first instanceof Call call) {
                RequestFrame.keep(call, array, offset, length, compression());
                owner.unsent(call, (ReplyTo) requireNonNull(second), leaving, why);
            }
        });
    }
}
