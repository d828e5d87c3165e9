package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.worker.HandlerShare;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of a server's connection that its calls share, whatever the protocol: their handlers, their memory, and the
 * pauses in which nothing is read, while the client does not read its replies or too much waits to be decoded. Event
 * loop only, unless stated otherwise.
 */
public final class ServerSide {
    /** The length from which a message is refused if there is no room; shorter ones are held back by not reading. */
    public static final int LONG = 16 << 10;

    /** The shortest delay before a paused connection checks whether to read again; it doubles each time. */
    private static final long MIN_WAIT_MILLIS = 5;

    private static final long MAX_WAIT_MILLIS = 160;

    private final FramedConnection connection;
    private final ConnectionContext context;
    private final MemoryBudget.Share memory;
    private final HandlerShare share;
    private final CallRoom room;
    private final Streams streams;
    private final LoopOutput answers;
    private final MessageInput input;
    private boolean checkPosted;
    private boolean resumePosted;
    private long waitMillis = MIN_WAIT_MILLIS;
    /** The time when a call was last seen in flight, by {@link System#nanoTime()}. */
    private long busyNanos = System.nanoTime();

    /** The streams of a connection's calls. */
    public interface Streams {

        /** Returns whether calls that carry streams are in flight: then credit has to be read, whatever else waits. */
        boolean streaming();

        /** Resumes the streams of results, because there may be room again. */
        void resumeStreams();
    }

    /**
     * Makes that of a new connection.
     *
     * @param answers the output of the event loop
     * @param input lends messages to calls, one at a time
     */
    public ServerSide(
            FramedConnection connection,
            ConnectionContext context,
            LoopOutput answers,
            MessageInput input,
            Streams streams) {
        this.connection = connection;
        this.context = context;
        this.memory = context.memory();
        this.share = context.services().share();
        this.room = new CallRoom(connection);
        this.answers = answers;
        this.input = input;
        this.streams = streams;
        share.in(room);
    }

    /** Returns the connection as the port sees it; any thread. */
    public ConnectionContext context() {
        return context;
    }

    /** Returns the connection's share of the handlers; any thread. */
    public HandlerShare share() {
        return share;
    }

    /** Returns the memory of the connection's running calls; any thread. */
    public CallRoom room() {
        return room;
    }

    /** Returns the input in which messages are lent to calls, one at a time. */
    public MessageInput input() {
        return input;
    }

    /**
     * Takes an output for an answer; any thread. Users' code takes part in writing it and may do anything, so no other
     * output may be open.
     *
     * @param here whether this is the event loop
     */
    public MessageOutput take(boolean here) {
        return here ? answers.take() : connection.pool.take();
    }

    /** Returns an output that was taken. */
    public void give(MessageOutput out, boolean here) {
        if (here) {
            answers.give(out);
        } else {
            connection.pool.give(out);
        }
    }

    /** Counts received bytes that are not decoded yet. */
    public void kept(int bytes) {
        memory.undecoded().add(bytes);
        if (memory.undecodedTooMuch()) {
            readOrWait();
        }
    }

    /** Stops counting bytes that were decoded; any thread. */
    public void taken(int bytes) {
        memory.undecoded().add(-bytes);
    }

    /** Notes that there may be room again. */
    public void roomChanged() {
        share.answersGo();
        readOrWait();
        streams.resumeStreams();
    }

    /**
     * Lets answers go that wait for room, and checks whether the connection is idle; called every second or so.
     *
     * @param busy whether calls are in flight
     * @return why the connection is to be drained; null if it is not
     */
    public @Nullable String idle(boolean busy) {
        share.answersGo();
        long now = System.nanoTime();
        // Must be polled.
        long moved = connection.outflow.movedNanos();
        if (busy) {
            busyNanos = now;
        }
        long active = FramedConnection.latest(
                moved, FramedConnection.latest(busyNanos, context.calls().lastCallNanos()));
        Duration most = context.settings().idleTimeout();
        return now - active > most.toNanos() ? "no call for " + Deadlines.text(most) : null;
    }

    /** Returns the failure of calls whose client is gone. */
    public RpcException lost(String why) {
        return new RpcException(StatusCode.UNAVAILABLE, "the connection of " + context.peer() + " was lost: " + why);
    }

    private boolean mustWait() {
        return (memory.undecodedTooMuch() && !streams.streaming()) || connection.outbox.full();
    }

    /** Pauses reading if the connection must wait, and resumes afterwards. */
    public void readOrWait() {
        if (mustWait()) {
            connection.pause();
            if (!checkPosted) {
                // Nothing notifies this connection when others have decoded, or hold less.
                checkPosted = true;
                connection.after(waitMillis, this::check);
            }
        } else if (connection.paused() && !resumePosted) {
            // A connection must not resume in the middle of a frame.
            resumePosted = true;
            connection.after(0, this::resumeSoon);
        }
    }

    private void check() {
        checkPosted = false;
        waitMillis = Math.min(2 * waitMillis, MAX_WAIT_MILLIS);
        readAgain();
    }

    private void resumeSoon() {
        resumePosted = false;
        readAgain();
    }

    private void readAgain() {
        if (connection.finished() || !connection.paused()) {
            return;
        }
        if (mustWait()) {
            readOrWait();
        } else {
            waitMillis = MIN_WAIT_MILLIS;
            share.answersGo();
            connection.resume();
            streams.resumeStreams();
        }
    }
}
