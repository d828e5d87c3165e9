package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.protocol.http.stream.StreamHandler;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.FrameReader;
import dev.tenstep.rpc.transport.netty.connection.FramedConnection;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** The part of a connection of HTTP/1.1 that both sides share: reading one request or response after another. Event loop only. */
abstract class Http1Connection extends FramedConnection {
    private static final FrameReader.Format FORMAT = new FrameReader.Format("HTTP/1.1", new byte[0], 1);
    static final byte[] NOTHING = {};

    private final MessageParts parts;
    private boolean readOnPosted;

    /**
     * Makes that of a channel, whose handler it is.
     *
     * @param start the first line of what the peer sends, for people to read
     * @param maxHead the most bytes of a head that the peer sends
     */
    Http1Connection(
            Channel channel,
            KernelSettings settings,
            OutputPool pool,
            MemoryBudget.Share memory,
            String start,
            int maxHead) {
        super(channel, settings, pool, memory, FORMAT);
        this.parts = new MessageParts(start, maxHead);
    }

    /** Returns the request that is being handled, or that waits for its response; null if there is none. */
    abstract @Nullable Http1Stream stream();

    /** The part of a server's connection that its calls share. */
    abstract ServerSide side();

    /** Reads the head of what the peer sends. */
    protected abstract void head(byte[] array, int start, int end);

    /** Passes on a part of the body. */
    protected abstract void body(Http1Stream to, byte[] array, int start, int end, boolean last);

    /** Notes that this side of a stream has ended. */
    abstract void endWritten(Http1Stream ended);

    /** Gives up a stream, and the connection with it unless that can go on. */
    abstract void reset(Http1Stream given, String why);

    /** Reads on, after a pause, as soon as that is possible. */
    protected abstract void readMore();

    /** The ends of what the peer sends. */
    final MessageParts parts() {
        return parts;
    }

    final long burstNanos() {
        return burstNanos;
    }

    /** Returns a number that grows when the peer reads. */
    final long moved() {
        return outflow.movedNanos();
    }

    @Override
    public int frameLength(byte[] array, int start, int end) {
        Http1Stream now = stream();
        int most = now == null ? 0 : now.receiveWindow();
        int length = parts.length(array, start, end, most);
        if (length < 0 && now != null && most <= 0 && parts.inBody()) {
            pause();
        }
        return length;
    }

    @Override
    public final void frame(byte[] array, int start, int end) {
        Http1Stream now = stream();
        if (now == null || parts.part() == MessageParts.Part.HEAD) {
            head(array, start, end);
            return;
        }
        switch (parts.part()) {
            case BODY, CHUNK -> {
                now.received(end - start);
                ended(now, array, start, end, parts.taken(end - start));
            }
            case SIZE -> parts.size(array, start, end);
            case CHUNK_END -> parts.chunkEnd(array, start);
            case TRAILERS -> {
                if (parts.trailer(end - start)) {
                    ended(now, NOTHING, 0, 0, true);
                }
            }
            case HEAD, DONE -> throw new IllegalStateException("a message that is not read to its end");
        }
    }

    private void ended(Http1Stream to, byte[] array, int start, int end, boolean last) {
        if (last) {
            to.peerEnded();
        }
        body(to, array, start, end, last);
    }

    /** Notes that a part of what this side sends is in the outbox. */
    final void written() {
        outbox.frameDone();
        flushSoon();
    }

    /** Reads on, soon, if reading has stopped because the handler let the peer send nothing. */
    final void readOn() {
        if (paused() && !readOnPosted) {
            readOnPosted = true;
            after(0, () -> {
                readOnPosted = false;
                readMore();
            });
        }
    }

    /** Lets a stream go on that waits for room in the outbox. */
    public final void resumeStreams() {
        Http1Stream now = stream();
        StreamHandler handler = now == null ? null : now.handler();
        if (handler != null) {
            handler.roomChanged();
        }
    }
}
