package dev.tenstep.rpc.transport.netty.connection;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection as its owner sees it, whatever the protocol: takes calls, queues those that the server's limits hold
 * back, hands them on when the server goes away, watches deadlines and keep-alive, and closes the connection when it is no
 * longer needed. The bytes of requests, and the calls that were sent, belong to the protocol.
 *
 * <pre>
 *  send, any thread     write | outbox |
 *                                      place --- carry (leaving, closed)
 *  send, event loop     write ---------'    '--- queue --- start
 *                                           '------------- start
 * </pre>
 *
 * <p>{@link #send} and {@link #ready()} are for any thread; everything else runs in the event loop.
 */
public final class ClientSide implements ClientConnection {
    private static final long TICK_MILLIS = 250;
    /** The time after which a connection was worth making, even without a call. */
    private static final long OF_USE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FramedConnection connection;
    private final ConnectionOwner owner;
    private final Requests requests;
    private final Calls calls;
    private final KernelSettings settings;
    private final Outbox outbox;
    private final EventLoop loop;
    private final LoopOutput output = new LoopOutput();
    private final QueuedRequests queued = new QueuedRequests();
    private final KeepAlive keepAlive;
    private final DeadlineSweep sweep;
    private boolean greeted;
    private long greetedNanos;
    private boolean answered;
    private boolean leaving;
    private boolean draining;
    private volatile boolean ready;

    /** Writes requests of the protocol. Any thread. */
    public interface Requests {

        /**
         * Appends a call's request.
         *
         * @throws RpcException not started: the parameters cannot be written, or are too large
         */
        void write(Call call, MessageOutput out);

        /** Passes the message of a request back to its call, so that a retry sends the same bytes. */
        void keep(Call call, byte[] request, int offset, int length);
    }

    /** The calls that the protocol has sent. Event loop only. */
    public interface Calls {

        /** Returns whether a call whose request has that length has to wait until others have ended, or for a greeting. */
        boolean mustWait(Call call, int length);

        /**
         * Sends a call that need not wait, or fails it.
         *
         * @param array lent for the call
         */
        void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length);

        /** Returns the number of calls that somebody waits for. */
        int awaited();

        /** Ends the calls whose deadline has passed or that nobody waits for, and keeps watching the rest. */
        void sweep(long now, DeadlineSweep sweep);

        /** Fails all calls because the connection is lost. */
        void lose(String why);

        /** Returns whether the server may be pinged now. */
        boolean mayPing();

        /** Sends a ping. */
        void ping();
    }

    /** Makes that of a new connection. */
    public ClientSide(FramedConnection connection, ConnectionOwner owner, Requests requests, Calls calls) {
        this.connection = connection;
        this.owner = owner;
        this.requests = requests;
        this.calls = calls;
        this.settings = connection.settings;
        this.outbox = connection.outbox;
        this.loop = connection.channel.eventLoop();
        this.keepAlive = new KeepAlive(settings);
        this.sweep = new DeadlineSweep(loop, Deadlines.SWEEP_MILLIS, this::sweep);
    }

    /** Puts the connection to use, which has been established. */
    public void begin() {
        connection.every(TICK_MILLIS, this::tick);
        owner.connected(this);
    }

    /** Notes that the server speaks the protocol and has told its limits. */
    public void greet() {
        greeted = true;
        greetedNanos = System.nanoTime();
        ready(!leaving && !draining);
    }

    /** Returns whether the server has said hello. */
    public boolean greeted() {
        return greeted;
    }

    /** Notes that the server has answered a call. */
    public void answered() {
        answered = true;
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
        return answered || (greeted && System.nanoTime() - greetedNanos > OF_USE_NANOS);
    }

    @Override
    public boolean send(Call call, ReplyTo replyTo) {
        if (!outbox.hasRoom() || queued.bytes() >= settings.maxUnwritten()) {
            ClientKernel.deliverFailure(call, replyTo, outbox.refusal());
            return true;
        }
        try {
            return loop.inEventLoop() ? sendHere(call, replyTo) : sendFromElsewhere(call, replyTo);
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return true;
        }
    }

    private boolean sendFromElsewhere(Call call, ReplyTo replyTo) {
        MessageOutput out = connection.pool.take();
        try {
            requests.write(call, out);
            if (outbox.offer(call, replyTo, out.array(), out.position())) {
                return true;
            }
            requests.keep(call, out.array(), 0, out.position());
            return false;
        } finally {
            connection.pool.give(out);
        }
    }

    private boolean sendHere(Call call, ReplyTo replyTo) {
        if (leaving || connection.finished()) {
            return false;
        }
        // Users' code writes the message and may use the connection meanwhile, so none of its outputs may be open.
        MessageOutput out = output.take();
        try {
            requests.write(call, out);
            place(call, replyTo, out.array(), 0, out.position());
        } finally {
            output.give(out);
        }
        return true;
    }

    /** Sends a written request, queues it, or hands it to another connection. */
    public void place(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        if (call.cancelled()) {
            Deadlines.tell(call, replyTo);
            return;
        }
        try {
            if (leaving || connection.finished()) {
                requests.keep(call, array, offset, length);
                owner.carry(call, replyTo);
            } else if (!queued.isEmpty() || calls.mustWait(call, length)) {
                queued.add(call, replyTo, Arrays.copyOfRange(array, offset, offset + length));
                sweep.watch(call.deadlineNanos());
            } else {
                start(call, replyTo, array, offset, length);
            }
        } catch (RuntimeException | Error e) {
            fail(call, replyTo, e);
            throw e;
        }
    }

    private void start(Call call, ReplyTo replyTo, byte[] array, int offset, int length) {
        calls.start(call, replyTo, array, offset, length);
        sweep.watch(call.deadlineNanos());
    }

    /** Fails a call that is neither queued nor sent because of that, so that nobody else ends it. */
    private static void fail(Call call, ReplyTo replyTo, Throwable e) {
        String text = call + " could not be sent: " + e;
        ClientKernel.deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, e));
    }

    /** Sends the queued calls that need not wait any longer, until the connection leaves or is closed. */
    public void startQueued() {
        while (!leaving && !connection.finished()) {
            QueuedRequests.Queued next = queued.peek();
            if (next == null || calls.mustWait(next.call(), next.frame().length)) {
                return;
            }
            queued.poll();
            startNow(next);
        }
    }

    private void startNow(QueuedRequests.Queued next) {
        if (next.call().cancelled()) {
            Deadlines.tell(next.call(), next.replyTo());
            return;
        }
        try {
            start(next.call(), next.replyTo(), next.frame(), 0, next.frame().length);
        } catch (RuntimeException | Error e) {
            fail(next.call(), next.replyTo(), e);
            throw e;
        }
    }

    /** Retires the connection, once: the server takes no more calls on it. The queued ones are handed on. */
    public void leave(String why) {
        if (leaving) {
            return;
        }
        leaving = true;
        ready(false);
        owner.leaving(this, why);
        for (QueuedRequests.Queued next = queued.poll(); next != null; next = queued.poll()) {
            requests.keep(next.call(), next.frame(), 0, next.frame().length);
            owner.carry(next.call(), next.replyTo());
        }
    }

    @Override
    public void drain() {
        draining = true;
        ready(false);
        closeIfUnused();
    }

    /** Returns whether the connection takes no more calls, and nobody waits for any. */
    public boolean unused() {
        return (leaving || draining) && calls.awaited() == 0 && queued.isEmpty();
    }

    /** Closes the connection if it is {@link #unused}; the owner's wish to close it waits until all is written. */
    public void closeIfUnused() {
        if (!unused() || connection.finished()) {
            return;
        }
        if (leaving) {
            connection.abort("the server went away");
        } else if (outbox.isEmpty()) {
            connection.abort("the client no longer needs the connection");
        }
    }

    private void sweep(long now) {
        if (connection.finished()) {
            return;
        }
        calls.sweep(now, sweep);
        queued.expire(now, sweep);
        startQueued();
    }

    private void tick() {
        long heard = FramedConnection.latest(connection.burstNanos, connection.outflow.movedNanos());
        String dead = keepAlive.failure(greeted, heard);
        if (dead != null) {
            connection.abort(dead);
            return;
        }
        boolean awaited = calls.awaited() > 0;
        if (!awaited) {
            keepAlive.unawaited();
        }
        boolean ping = calls.mayPing() && keepAlive.pingDue(heard);
        // Must precede the ping: a listener then finds a connection that gets no calls.
        ready(greeted && !leaving && !draining && !keepAlive.pingUnanswered(heard));
        closeIfUnused();
        if (connection.finished()) {
            return;
        }
        if (ping) {
            calls.ping();
        }
        connection.checkProgress();
    }

    /**
     * Closes because TLS failed after the connection was considered established.
     *
     * @param refused whether the server refused the connection, which it does before it reads anything
     */
    @Override
    public void broken(String why, boolean refused) {
        connection.unansweredNotStarted = refused && !greeted;
        connection.abort(why);
    }

    @Override
    public void close(String why) {
        connection.abort(why);
    }

    /** Ends all calls, because the connection has been closed; may be repeated if it throws. */
    public void closed(String why) {
        ready(false);
        owner.closed(this, why);
        calls.lose(why);
        for (QueuedRequests.Queued next = queued.poll(); next != null; next = queued.poll()) {
            requests.keep(next.call(), next.frame(), 0, next.frame().length);
            owner.unsent(next.call(), next.replyTo(), leaving, why);
        }
        outbox.close((first, second, array, offset, length) -> unsent(first, second, array, offset, length, why));
    }

    private void unsent(Object first, @Nullable Object second, byte[] array, int offset, int length, String why) {
        if (first instanceof Call call) {
            requests.keep(call, array, offset, length);
            owner.unsent(call, (ReplyTo) requireNonNull(second), leaving, why);
        }
    }
}
