package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.serialization.MessageOutput;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both ends of a connection have in common: bursts, frames, signs of life, and an orderly end. Event loop only. */
abstract class FramedConnection extends ChannelInboundHandlerAdapter implements FrameReader.Sink, Outbox.Drain {
    private static final Logger LOG = LoggerFactory.getLogger(FramedConnection.class);
    private static final int MAX_TEXT = 1024;

    /** Why an end says go-away. */
    enum Farewell {
        /** The server drains: calls that were taken are answered, others are refused. */
        DRAIN,
        /** The peer broke the protocol; the text says how. */
        PROTOCOL_ERROR,
        /** There is no version in common. */
        VERSION,
        /** Nothing happened for long. */
        IDLE,
        /** There are too many connections. */
        LIMIT
    }

    protected final Channel channel;
    protected final KernelSettings settings;
    protected final Outbox outbox;
    private final FrameReader reader = new FrameReader(this);
    private boolean inBurst;
    private boolean gathering;
    private boolean finished;
    private @Nullable String failure;
    /** {@link System#nanoTime()} at the beginning of the burst that is being read, or was last. */
    protected long burstNanos = System.nanoTime();

    FramedConnection(Channel channel, KernelSettings settings) {
        this.channel = channel;
        this.settings = settings;
        this.outbox = new Outbox(channel, this, settings.maxUnwritten());
    }

    final Channel channel() {
        return channel;
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
            farewell(Farewell.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        } finally {
            bytes.release();
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
        switch (type) {
            case Wire.PING -> pong(new FieldReader("ping", array, from, end).i64());
            case Wire.PONG -> new FieldReader("pong", array, from, end).i64();
            default -> callFrame(type, array, from, end);
        }
    }

    @Override
    public final boolean finished() {
        return finished;
    }

    private void pong(long payload) {
        sign(Wire.PONG, payload);
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

    /**
     * Whether this thread may gather a message in the outbox now: it is the event loop, and not in the middle of another
     * message, as it is when a getter that is asked for a value makes or answers a call.
     */
    protected final boolean canGather() {
        return channel.eventLoop().inEventLoop() && !gathering;
    }

    /** A message, made by user's code, begins or ends in the outbox. */
    protected final void gathering(boolean now) {
        gathering = now;
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

    /** Says why, and closes. */
    protected final void farewell(Farewell why, String text) {
        if (finished) {
            return;
        }
        finished = true;
        failure = text;
        LOG.debug("{}: closing: {}", channel, text);
        goAway(why, text);
        outbox.flush();
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }

    /** Says that no more calls are taken. */
    protected final void goAway(Farewell why, String text) {
        byte[] utf8 = Wire.utf8(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
        gather(out -> {
            int start = FieldWriter.begin(out, Wire.GO_AWAY);
            FieldWriter.u8(out, why.ordinal());
            FieldWriter.bytes16(out, utf8);
            FieldWriter.end(out, start);
        });
    }

    /** Closes at once; the text is what calls in flight are told. */
    protected final void abort(String why) {
        finished = true;
        if (failure == null) {
            failure = why;
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finished = true;
        closed(failure == null ? "the peer closed the connection" : failure);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("{}: closing after an unexpected failure", channel, cause);
        }
        abort("the connection failed: " + cause.getMessage());
    }

    /** Whether the peer has not sent a byte for so long. */
    protected final boolean silentFor(long nanos) {
        return System.nanoTime() - burstNanos > nanos;
    }

    /** Closes if a frame has begun and does not go on. */
    protected final void checkProgress() {
        if (reader.inFrame() && silentFor(settings.progressTimeout().toNanos())) {
            abort("a frame began and did not go on for "
                    + settings.progressTimeout().toSeconds() + " s");
        }
    }

    protected final boolean prefaceRead() {
        return reader.prefaceRead();
    }

    /** Runs the task in the event loop again and again, as long as the connection lives. */
    protected final void every(long millis, Runnable task) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!finished) {
                                task.run();
                                every(millis, task);
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }
}
