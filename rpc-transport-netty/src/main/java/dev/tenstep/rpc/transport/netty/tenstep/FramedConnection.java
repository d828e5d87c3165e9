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
 * What both ends of a connection have in common: bursts, frames, signs of life, and an orderly end. Event loop only.
 *
 * <p>Longer than other files: what both ends do with bursts, frames and the end of a connection is one state.
 */
abstract class FramedConnection extends ChannelInboundHandlerAdapter implements FrameReader.Sink, Outbox.Drain {
    private static final Logger LOG = LoggerFactory.getLogger(FramedConnection.class);
    private static final int MAX_TEXT = 1024;
    private static final int PONG_LENGTH = 13;
    private static final int MOST_ATTEMPTS = 100;
    private static final long LINGER_MILLIS = 500;
    /** A client may be slow to read that it is to go, and what it sends meanwhile would reset the connection. */
    private static final long DRAIN_LINGER_MILLIS = 2000;

    /** Why an end says go-away; the number on the wire is the place in this list, from 1. */
    enum GoAwayReason {
        /** The server drains: calls that were taken are answered, others are refused. */
        DRAIN,
        /** The peer broke the protocol; the text says how. */
        PROTOCOL_ERROR,
        /** There is no version in common. */
        VERSION,
        /** Nothing happened for long. */
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
    protected final OutputPool scratch;
    /** Bytes that streams which come in may have under way beyond what each begins with. */
    protected final AtomicLong streamBudget;

    /** What is held on behalf of the peer. */
    protected final MemoryBudget.Share memory;

    private final FrameReader reader = new FrameReader(this);
    private int frameBegun;
    private long frameBegunNanos;
    private long inTheWayNanos;
    private boolean inBurst;
    private boolean finished;
    private boolean told;
    private int attempts;
    private boolean paused;
    private long resumedNanos = System.nanoTime();
    private boolean prefaceSent;
    private @Nullable String failure;
    private volatile NegotiatedCompression packing = NegotiatedCompression.NONE;
    /** Whether the peer has said hello. */
    protected boolean greeted;
    /** Whether the calls that have no answer when the connection is closed were certainly not started. */
    protected boolean unansweredNotStarted;
    /** {@link System#nanoTime()} at the beginning of the burst that is being read, or was last. */
    protected long burstNanos = System.nanoTime();

    FramedConnection(Channel channel, KernelSettings settings, OutputPool scratch, MemoryBudget.Share memory) {
        this.channel = channel;
        this.settings = settings;
        this.scratch = scratch;
        this.streamBudget = new AtomicLong(settings.maxUndecoded());
        this.memory = memory;
        this.outbox = new Outbox(channel, this, settings.maxUnwritten(), scratch, memory);
        this.outflow = new Outflow(channel);
    }

    final Channel channel() {
        return channel;
    }

    /** How messages are compressed, from the hellos on; any thread. */
    final NegotiatedCompression packing() {
        return packing;
    }

    /** The hellos have been said. */
    protected final void packs(NegotiatedCompression agreed) {
        packing = agreed;
    }

    /** The connection is over; called once. */
    protected abstract void closed(String why);

    /** What is done with a frame of this end's own kinds. */
    protected abstract void callFrame(int type, byte[] array, int from, int end);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        burstNanos = System.nanoTime();
        inBurst = true;
        try {
            reader.read(bytes);
        } catch (ProtocolException e) {
            refused(String.valueOf(e.getMessage()));
        } finally {
            bytes.release();
        }
    }

    /** Takes no more frames, and no more bytes from the network, until {@link #resume()}. */
    protected final void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    /** Goes on after a {@link #pause()}; not while a frame is being taken. */
    protected final void resume() {
        paused = false;
        resumedNanos = System.nanoTime();
        channel.config().setAutoRead(true);
        inBurst = true;
        try {
            reader.resume();
        } catch (ProtocolException e) {
            refused(String.valueOf(e.getMessage()));
        } finally {
            inBurst = false;
            outbox.flush();
        }
    }

    @Override
    public final boolean paused() {
        return paused;
    }

    /** The peer broke the protocol; one that does not speak it at all would not understand why. */
    private void refused(String why) {
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

    /** Writes soon what was gathered: at the end of the burst, or of what the event loop does now. */
    protected final void flushSoon() {
        if (!inBurst) {
            outbox.flushSoon();
        }
    }

    @Override
    public final void frame(int type, byte[] array, int from, int end) {
        if (type == Wire.PING && greeted) {
            sign(Wire.PONG, new FieldReader("ping", array, from, end).i64());
            if (outbox.answersUnread(PONG_LENGTH)) {
                abort("the peer pings and does not read the answers");
            }
        } else if (type == Wire.PONG && greeted) {
            // It was heard, which is all: one that was not asked for is as good.
            new FieldReader("pong", array, from, end).i64();
        } else {
            callFrame(type, array, from, end);
        }
    }

    @Override
    public final void holds(int more) {
        if (more > 0 && memory.scarce() && !memory.fits(more) && !finished) {
            noRoom(memory.noRoom("a part of a frame"));
        }
        memory.held().add(more);
    }

    /** There is no room for what the peer sends. */
    protected void noRoom(String why) {
        abort(why);
    }

    @Override
    public final boolean finished() {
        return finished;
    }

    /** Asks for a sign of life. */
    protected final void ping() {
        sign(Wire.PING, burstNanos);
    }

    private void sign(int type, long payload) {
        gather(out -> {
            int start = FieldWriter.begin(out, type);
            FieldWriter.i64(out, payload);
            FieldWriter.end(out, start);
        });
    }

    /** Writes one frame of fields. */
    interface Fields {
        void write(MessageOutput out) throws IOException;
    }

    /** Gathers a frame that is no message. */
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
            throw new IllegalStateException("a frame of fields cannot be written", e);
        }
    }

    /** Sends the preface, unless it has been sent. */
    protected final void preface() {
        if (!prefaceSent) {
            prefaceSent = true;
            gather(out -> FieldWriter.bytes(out, Wire.PREFACE));
        }
    }

    /** Says why, and closes: when that is written, or soon in any case, for a peer that does not read. */
    protected final void farewell(GoAwayReason why, String text) {
        if (finished) {
            return;
        }
        finished = true;
        failure = text;
        LOG.debug("{}: closing: {}", channel, text);
        // An answer that is cut short is none, and its call was started.
        boolean started = why == GoAwayReason.PROTOCOL_ERROR || outbox.cutsLarge();
        goAway(why, text, started ? 0 : Wire.FLAG_NOT_STARTED);
        outbox.abandonLarge();
        outbox.flush();
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(written -> hangUp());
        after(why == GoAwayReason.DRAIN ? DRAIN_LINGER_MILLIS : LINGER_MILLIS, channel::close);
    }

    /** The last byte is written. */
    protected void hangUp() {
        channel.close();
    }

    /** Says that no more calls are taken. */
    protected final void goAway(GoAwayReason why, String text, int flags) {
        preface();
        gather(out -> writeGoAway(out, why, text, flags));
    }

    /** Writes the frame that says that no more calls are taken. */
    static void writeGoAway(MessageOutput out, GoAwayReason why, String text, int flags) throws IOException {
        int start = FieldWriter.begin(out, Wire.GO_AWAY);
        FieldWriter.u8(out, flags);
        FieldWriter.u8(out, why.number());
        FieldWriter.bytes16(out, Wire.utf8(text, MAX_TEXT));
        FieldWriter.end(out, start);
    }

    /**
     * Closes at once; the text is what calls in flight are told. They are told here and now, for some transports close a
     * channel later.
     */
    final void abort(String why) {
        finished = true;
        if (failure == null) {
            failure = why;
        }
        try {
            channel.close();
        } finally {
            tellOnce();
        }
    }

    /** Whatever is thrown where it ends, as for want of memory, comes again later: no call may be forgotten. */
    private void tellOnce() {
        if (told) {
            return;
        }
        told = true;
        try {
            reader.drop();
            closed(failure == null ? "the peer closed the connection" : failure);
        } catch (RuntimeException | Error e) {
            told = false;
            if (attempts++ < MOST_ATTEMPTS) {
                channel.eventLoop().schedule(this::tellOnce, LINGER_MILLIS, TimeUnit.MILLISECONDS);
            }
            report(e);
        }
    }

    /** Closes after what nobody expected: this connection alone, and in any case. */
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
            // There is no memory for the line.
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        roomChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finished = true;
        tellOnce();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            abort("the connection failed: " + cause.getMessage());
        } else {
            failed(cause);
        }
    }

    /** {@link System#nanoTime()}, or in a burst the time at which it began, which is near enough for deadlines. */
    protected final long nowNanos() {
        return inBurst ? burstNanos : System.nanoTime();
    }

    /** Whether the peer has not sent a byte for so long. */
    protected final boolean silentFor(long nanos) {
        return System.nanoTime() - burstNanos > nanos;
    }

    /** The later of two times by {@link System#nanoTime()}. */
    protected static long latest(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** Closes if a frame has begun and does not go on, or not to its end; or if the peer does not read. */
    protected final void checkProgress() {
        long timeout = settings.progressTimeout().toNanos();
        long now = System.nanoTime();
        if (!reader.inFrame() || paused || reader.begun() != frameBegun) {
            frameBegun = reader.begun();
            frameBegunNanos = now;
        } else if (now - frameBegunNanos > settings.messageTimeout().toNanos()) {
            abort("a frame was not whole within " + Deadlines.text(settings.messageTimeout()));
        }
        if (reader.inFrame() && !paused && silentFor(timeout) && now - resumedNanos > timeout) {
            abort("a frame began and did not go on for " + Deadlines.text(settings.progressTimeout()));
        }
        long moved = outflow.movedNanos();
        if (!outbox.inTheWay()) {
            inTheWayNanos = now;
        } else if (now - latest(moved, inTheWayNanos) > timeout) {
            abort("the peer has read nothing for " + Deadlines.text(settings.progressTimeout()));
        }
    }

    /** Runs the task in the event loop once, after a while; what it throws closes the connection. */
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

    /** Runs the task in the event loop again and again, as long as the connection lives. */
    protected final void every(long millis, Runnable task) {
        after(millis, () -> {
            if (!finished) {
                task.run();
                every(millis, task);
            }
        });
    }
}
