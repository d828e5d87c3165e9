package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a connection that client and server share: bursts, frames, keep-alive, and an orderly close. Event loop
 * only.
 *
 * <p>Longer than other files: bursts, frames and the close of a connection are one state.
 */
abstract class FramedConnection extends ChannelInboundHandlerAdapter implements FrameReader.Sink, Outbox.Drain {
    private static final Logger LOG = LoggerFactory.getLogger(FramedConnection.class);
    private static final int MAX_TEXT = 1024;
    private static final int PONG_LENGTH = 13;
    private static final int MAX_NOTIFY_ATTEMPTS = 100;
    private static final long LINGER_MILLIS = 500;
    /**
     * The time to linger after a drain: a client may be slow to read the go-away, and what it sends meanwhile would
     * reset the connection.
     */
    private static final long DRAIN_LINGER_MILLIS = 2000;

    /** The reasons of a go-away; the number on the wire is the position in this list, from 1. */
    enum GoAwayReason {
        /** The server is draining: calls in flight are answered, further ones are refused. */
        DRAIN,
        /** The peer violated the protocol; the text says how. */
        PROTOCOL_ERROR,
        /** There is no version in common. */
        VERSION,
        /** The connection was idle for long. */
        IDLE,
        /** There are too many connections. */
        LIMIT;

        int number() {
            return ordinal() + 1;
        }
    }

    protected final Channel channel;
    protected final KernelSettings settings;
    protected final Outbox outbox;
    protected final Outflow outflow;
    protected final OutputPool pool;
    /** The bytes that incoming streams may have in flight beyond their initial credit. */
    protected final AtomicLong streamBudget;

    /** The connection's share of the memory held on behalf of peers. */
    protected final MemoryBudget.Share memory;

    private final FrameReader reader = new FrameReader(this);
    private int frameBegun;
    private long frameBegunNanos;
    private long unobstructedNanos;
    private boolean inBurst;
    private boolean finished;
    private boolean notified;
    private int notifyAttempts;
    private boolean paused;
    private long resumedNanos = System.nanoTime();
    private boolean prefaceSent;
    private @Nullable String failure;
    private volatile NegotiatedCompression compression = NegotiatedCompression.NONE;
    /** True once the peer has said hello. */
    protected boolean greeted;
    /** True if the calls that are unanswered when the connection closes were certainly not started. */
    protected boolean unansweredNotStarted;
    /** {@link System#nanoTime()} at the beginning of the current or last burst. */
    protected long burstNanos = System.nanoTime();

    FramedConnection(Channel channel, KernelSettings settings, OutputPool pool, MemoryBudget.Share memory) {
        this.channel = channel;
        this.settings = settings;
        this.pool = pool;
        this.streamBudget = new AtomicLong(settings.maxUndecoded());
        this.memory = memory;
        this.outbox = new Outbox(channel, this, settings.maxUnwritten(), pool, memory);
        this.outflow = new Outflow(channel);
    }

    final Channel channel() {
        return channel;
    }

    /** Returns the compression that the hellos agreed on; any thread. */
    final NegotiatedCompression compression() {
        return compression;
    }

    /** Sets the compression that the hellos agreed on. */
    protected final void compressWith(NegotiatedCompression agreed) {
        compression = agreed;
    }

    /** Called once when the connection is over. */
    protected abstract void closed(String why);

    /** Handles a frame of a type that belongs to one role only. */
    protected abstract void callFrame(int type, byte[] array, int from, int end);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        burstNanos = System.nanoTime();
        inBurst = true;
        try {
            reader.read(bytes);
        } catch (ProtocolException e) {
            protocolViolated(String.valueOf(e.getMessage()));
        } finally {
            bytes.release();
        }
    }

    /** Stops taking frames, and reading from the network, until {@link #resume()}. */
    protected final void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    /** Continues after a {@link #pause()}; must not be called while a frame is being handled. */
    protected final void resume() {
        paused = false;
        resumedNanos = System.nanoTime();
        channel.config().setAutoRead(true);
        inBurst = true;
        try {
            reader.resume();
        } catch (ProtocolException e) {
            protocolViolated(String.valueOf(e.getMessage()));
        } finally {
            inBurst = false;
            outbox.flush();
        }
    }

    @Override
    public final boolean paused() {
        return paused;
    }

    /** Closes because the peer violated the protocol. A peer that does not speak it at all would not understand why. */
    private void protocolViolated(String why) {
        if (reader.prefaceRead()) {
            farewell(GoAwayReason.PROTOCOL_ERROR, why);
        } else {
            unansweredNotStarted = true;
            abort(why);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inBurst = false;
        outbox.flush();
    }

    /** Schedules a flush: at the end of the burst, or of the event loop's current task. */
    protected final void flushSoon() {
        if (!inBurst) {
            outbox.flushSoon();
        }
    }

    @Override
    public final void frame(int type, byte[] array, int from, int end) {
        if (type == Wire.PING && greeted) {
            pingOrPong(Wire.PONG, new FieldReader("ping", array, from, end).i64());
            if (outbox.answersUnread(PONG_LENGTH)) {
                abort("the peer sends pings but does not read the replies");
            }
        } else if (type == Wire.PONG && greeted) {
            // Any byte proves that the peer is alive, so an unsolicited pong is fine.
            new FieldReader("pong", array, from, end).i64();
        } else {
            callFrame(type, array, from, end);
        }
    }

    @Override
    public final void holds(int more) {
        if (more > 0 && memory.scarce() && !memory.fits(more) && !finished) {
            noRoom(memory.noRoom("a partial frame"));
        }
        memory.held().add(more);
    }

    /** Handles a lack of memory for the peer's data. */
    protected void noRoom(String why) {
        abort(why);
    }

    @Override
    public final boolean finished() {
        return finished;
    }

    /** Sends a ping. */
    protected final void ping() {
        pingOrPong(Wire.PING, burstNanos);
    }

    private void pingOrPong(int type, long payload) {
        gather(out -> {
            int start = FieldWriter.begin(out, type);
            FieldWriter.i64(out, payload);
            FieldWriter.end(out, start);
        });
    }

    /** Writes the fields of one frame. */
    interface Fields {
        void write(MessageOutput out) throws IOException;
    }

    /** Gathers a frame that carries no message. */
    protected final void gather(Fields fields) {
        MessageOutput out = outbox.own();
        int start = out.position();
        try {
            out.limit(Integer.MAX_VALUE);
            fields.write(out);
            outbox.frameDone();
            flushSoon();
        } catch (IOException e) {
            out.position(start);
            throw new IllegalStateException("a frame without a message cannot be written", e);
        }
    }

    /** Sends the preface, unless it has been sent. */
    protected final void preface() {
        if (!prefaceSent) {
            prefaceSent = true;
            gather(out -> FieldWriter.bytes(out, Wire.PREFACE));
        }
    }

    /** Sends a go-away and closes, once it is written, or soon in any case for a peer that does not read. */
    protected final void farewell(GoAwayReason why, String text) {
        if (finished) {
            return;
        }
        finished = true;
        failure = text;
        LOG.debug("{}: closing: {}", channel, text);
        // A truncated answer is no answer, and its call was started.
        boolean started = why == GoAwayReason.PROTOCOL_ERROR || outbox.cutsLarge();
        goAway(why, text, started ? 0 : Wire.FLAG_NOT_STARTED);
        outbox.abandonLarge();
        outbox.flush();
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> hangUp());
        after(why == GoAwayReason.DRAIN ? DRAIN_LINGER_MILLIS : LINGER_MILLIS, channel::close);
    }

    /** Closes after the last byte was written. */
    protected void hangUp() {
        channel.close();
    }

    /** Sends a go-away: no more calls are taken. */
    protected final void goAway(GoAwayReason why, String text, int flags) {
        preface();
        gather(out -> writeGoAway(out, why, text, flags));
    }

    /** Writes a go-away frame. */
    static void writeGoAway(MessageOutput out, GoAwayReason why, String text, int flags) throws IOException {
        int start = FieldWriter.begin(out, Wire.GO_AWAY);
        FieldWriter.u8(out, flags);
        FieldWriter.u8(out, why.number());
        FieldWriter.bytes16(out, Wire.utf8(text, MAX_TEXT));
        FieldWriter.end(out, start);
    }

    /**
     * Closes at once, and fails the calls in flight with the text. They fail right here, since some transports close a
     * channel asynchronously.
     */
    final void abort(String why) {
        finished = true;
        if (failure == null) {
            failure = why;
        }
        try {
            channel.close();
        } finally {
            notifyClosedOnce();
        }
    }

    /**
     * Notifies the subclass of the close. A failure, as for want of memory, is retried later: no call may be forgotten.
     */
    private void notifyClosedOnce() {
        if (notified) {
            return;
        }
        notified = true;
        try {
            reader.drop();
            closed(failure == null ? "the peer closed the connection" : failure);
        } catch (RuntimeException | Error e) {
            notified = false;
            if (notifyAttempts++ < MAX_NOTIFY_ATTEMPTS) {
                channel.eventLoop().schedule(this::notifyClosedOnce, LINGER_MILLIS, TimeUnit.MILLISECONDS);
            }
            report(e);
        }
    }

    /** Closes this connection, and only this one, after an unexpected failure. */
    @Override
    public final void failed(Throwable cause) {
        try {
            abort("the connection failed: " + cause.getMessage());
        } finally {
            report(cause);
        }
    }

    private void report(Throwable cause) {
        try {
            LOG.error("{}: closing after an unexpected failure", channel, cause);
        } catch (RuntimeException | Error e) {
            // There is no memory for the log line.
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        roomChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finished = true;
        notifyClosedOnce();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            abort("the connection failed: " + cause.getMessage());
        } else {
            failed(cause);
        }
    }

    /**
     * Returns {@link System#nanoTime()}, or within a burst the time at which it began, which is accurate enough for
     * deadlines.
     */
    protected final long nowNanos() {
        return inBurst ? burstNanos : System.nanoTime();
    }

    /** Returns whether the peer has sent nothing for so long. */
    protected final boolean silentFor(long nanos) {
        return System.nanoTime() - burstNanos > nanos;
    }

    /** Returns the later of two times by {@link System#nanoTime()}. */
    protected static long latest(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** Closes if a frame stalls or takes too long, or if the peer does not read. */
    protected final void checkProgress() {
        long timeout = settings.progressTimeout().toNanos();
        long now = System.nanoTime();
        if (!reader.inFrame() || paused || reader.partialFrames() != frameBegun) {
            frameBegun = reader.partialFrames();
            frameBegunNanos = now;
        } else if (now - frameBegunNanos > settings.messageTimeout().toNanos()) {
            abort("a frame was not complete within " + Deadlines.text(settings.messageTimeout()));
        }
        if (reader.inFrame() && !paused && silentFor(timeout) && now - resumedNanos > timeout) {
            abort("a frame stalled for " + Deadlines.text(settings.progressTimeout()));
        }
        long moved = outflow.movedNanos();
        if (!outbox.obstructs()) {
            unobstructedNanos = now;
        } else if (now - latest(moved, unobstructedNanos) > timeout) {
            abort("the peer has read nothing for " + Deadlines.text(settings.progressTimeout()));
        }
    }

    /** Runs the task in the event loop once, after a delay; anything it throws closes the connection. */
    final void after(long millis, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        };
        channel.eventLoop().schedule(guarded, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs the task in the event loop periodically, as long as the connection is open. */
    protected final void every(long millis, Runnable task) {
        after(millis, () -> {
            if (!finished) {
                task.run();
                every(millis, task);
            }
        });
    }
}
