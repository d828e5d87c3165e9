package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a connection that client and server share, whatever their protocol: bursts, frames, progress, and an
 * orderly close. Event loop only, unless stated otherwise.
 *
 * <p>Longer than other files: bursts, frames and the close of a connection are one state.
 */
public abstract class FramedConnection extends ChannelInboundHandlerAdapter implements FrameReader.Sink, Outbox.Drain {
    private static final Logger LOG = LoggerFactory.getLogger(FramedConnection.class);
    private static final int MAX_NOTIFY_ATTEMPTS = 100;
    private static final String CLOSED_BY_PEER = "the peer closed the connection";
    protected static final long LINGER_MILLIS = 500;
    /**
     * The time to linger after a drain: a client may be slow to read the go-away, and what it sends meanwhile would
     * reset the connection.
     */
    protected static final long DRAIN_LINGER_MILLIS = 2000;

    protected final Channel channel;
    protected final KernelSettings settings;
    protected final Outbox outbox;
    protected final Outflow outflow;
    protected final OutputPool pool;
    /** The bytes that incoming streams may have in flight beyond their initial credit. */
    protected final WindowBudget streamBudget;

    /** The connection's share of the memory held on behalf of peers. */
    protected final MemoryBudget.Share memory;

    private final FrameReader reader;
    private int frameBegun;
    private long frameBegunNanos;
    private long unobstructedNanos;
    private boolean inBurst;
    private boolean finished;
    private boolean notified;
    private int notifyAttempts;
    private boolean paused;
    private long resumedNanos = System.nanoTime();
    private @Nullable String failure;
    /** True if the calls that are unanswered when the connection closes were certainly not started. */
    protected boolean unansweredNotStarted;
    /** {@link System#nanoTime()} at the beginning of the current or last burst. */
    protected long burstNanos = System.nanoTime();

    /** Makes the connection of a channel, whose handler it is. */
    protected FramedConnection(
            Channel channel,
            KernelSettings settings,
            OutputPool pool,
            MemoryBudget.Share memory,
            FrameReader.Format format) {
        this.channel = channel;
        this.settings = settings;
        this.pool = pool;
        this.streamBudget = new WindowBudget(settings.maxUndecoded());
        this.memory = memory;
        this.outbox = new Outbox(channel, this, settings.maxUnwritten(), pool, memory);
        this.outflow = new Outflow(channel);
        this.reader = new FrameReader(this, format);
    }

    /** Returns the channel; any thread. */
    public final Channel channel() {
        return channel;
    }

    /** Returns the limits and timeouts; any thread. */
    public final KernelSettings settings() {
        return settings;
    }

    /** Returns the outgoing bytes; any thread. */
    public final Outbox outbox() {
        return outbox;
    }

    /** Returns where outputs are borrowed; any thread. */
    public final OutputPool pool() {
        return pool;
    }

    /** Returns the connection's share of the memory held on behalf of peers; any thread. */
    public final MemoryBudget.Share memory() {
        return memory;
    }

    /** Returns the bytes that incoming streams may have in flight beyond their initial credit; any thread. */
    public final WindowBudget streamBudget() {
        return streamBudget;
    }

    /** Handles a violation of the protocol by the peer. */
    protected abstract void violated(ProtocolException violation);

    /** Called once when the connection is over. */
    protected abstract void closed(String why);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        burstNanos = System.nanoTime();
        inBurst = true;
        try {
            reader.read(bytes);
        } catch (ProtocolException e) {
            violated(e);
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
            violated(e);
        } finally {
            inBurst = false;
            outbox.flush();
        }
    }

    @Override
    public final boolean paused() {
        return paused;
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

    /** Returns whether a frame has begun to arrive and is not complete. */
    protected final boolean inFrame() {
        return reader.inFrame();
    }

    /** Returns whether the peer's preface has been read, so that it speaks the protocol. */
    protected final boolean prefaceRead() {
        return reader.prefaceRead();
    }

    /** Writes one frame. */
    public interface FrameContent {
        /** Appends it. */
        void write(MessageOutput out) throws IOException;
    }

    /** Gathers a frame that carries no message. */
    public final void gather(FrameContent frame) {
        MessageOutput out = outbox.own();
        int start = out.position();
        try {
            out.limit(Integer.MAX_VALUE);
            frame.write(out);
            outbox.frameDone();
            flushSoon();
        } catch (IOException e) {
            out.position(start);
            throw new IllegalStateException("a frame without a message cannot be written", e);
        }
    }

    /** Ends the connection: takes no more frames. What is gathered now are the last bytes. */
    protected final void finish(String why) {
        finished = true;
        failure = why;
        LOG.debug("{}: closing: {}", channel, why);
    }

    /** Writes what was gathered, except long messages, and hangs up, soon in any case for a peer that does not read. */
    protected final void hangUpSoon(long lingerMillis) {
        outbox.abandonLarge();
        outbox.flush();
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> hangUp());
        after(lingerMillis, channel::close);
    }

    /** Closes after the last byte was written. */
    protected void hangUp() {
        channel.close();
    }

    /**
     * Closes at once, and fails the calls in flight with the text. They fail right here, since some transports close a
     * channel asynchronously.
     */
    public final void abort(String why) {
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
            closed(failure == null ? CLOSED_BY_PEER : failure);
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
        if (cause instanceof ClosedChannelException) {
            // Netty fails with it what it can no longer write.
            abort(CLOSED_BY_PEER);
        } else if (cause instanceof IOException) {
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

    /** Returns whether the peer has read nothing since then for the progress timeout, or had nothing to read. */
    protected final boolean unreadSince(long nanos) {
        return System.nanoTime() - latest(nanos, outflow.movedNanos())
                > settings.progressTimeout().toNanos();
    }

    /** Returns the later of two times by {@link System#nanoTime()}. */
    protected static long latest(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** Returns the time within which a frame must be complete, of which so many bytes have come. */
    protected Duration frameTimeout(byte[] frame, int length) {
        return settings.messageTimeout();
    }

    /** Closes if a frame stalls or takes too long, or if the peer does not read. */
    protected void checkProgress() {
        long timeout = settings.progressTimeout().toNanos();
        long now = System.nanoTime();
        if (!reader.inFrame() || paused || reader.partialFrames() != frameBegun) {
            frameBegun = reader.partialFrames();
            frameBegunNanos = now;
        } else {
            Duration most = frameTimeout(reader.partial(), reader.partialLength());
            if (now - frameBegunNanos > most.toNanos()) {
                abort("a frame was not complete within " + Deadlines.text(most));
            }
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
    public final void after(long millis, Runnable task) {
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
    public final void every(long millis, Runnable task) {
        after(millis, () -> {
            if (!finished) {
                task.run();
                every(millis, task);
            }
        });
    }
}
