package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.stream.OutboundStream;
import dev.tenstep.rpc.stream.StreamSink;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one call on one side of a connection, whatever the protocol: the outgoing elements, what the peer grants
 * for them, and the bytes that wait. How elements are framed, and how incoming ones arrive, is up to the protocol.
 *
 * <p>Threads: as in {@link StreamSink} and {@link CreditSink}. What they send goes through the outbox, which keeps it in
 * order, and meets the other state in the event loop. Any thread may create the outgoing stream while the peer grants more
 * or the call is given up: the lock guards what comes first.
 */
public abstract class CallStreams implements StreamSink, CreditSink {
    /** A cap on what is granted early, far beyond what any stream uses. */
    private static final long ENOUGH = Long.MAX_VALUE >> 2;

    private final FramedConnection connection;
    private final WaitingBytes waiting;
    private final Object lock = new Object();
    private volatile @Nullable OutboundStream out;
    private long firstMessages;
    private long firstBytes;
    private @Nullable RpcException givenUp;
    /** The incoming stream; null if there is none, or not yet. The protocol makes it. */
    protected @Nullable InboundStream in;

    private boolean inEnded;
    private long parts;

    /**
     * Makes those of a new call.
     *
     * @param firstMessages the messages that the peer accepts before it grants more, or {@link OutboundStream#ANY_NUMBER}
     * @param firstBytes the bytes of those
     */
    protected CallStreams(FramedConnection connection, long firstMessages, long firstBytes) {
        this.connection = connection;
        this.waiting = new WaitingBytes(connection.memory());
        this.firstMessages = firstMessages;
        this.firstBytes = firstBytes;
    }

    /** Compresses the message behind the headroom, if configured, and completes what precedes it. */
    protected abstract void complete(MessageOutput element) throws IOException;

    /** Returns the incoming stream; null if there is none, or not yet. */
    public final @Nullable InboundStream in() {
        return in;
    }

    /** Creates the outgoing stream and subscribes it to the publisher; in a thread that may run user code. */
    public final void send(Codec codec, String what, Call call, Flow.Publisher<?> publisher) {
        OutboundStream stream = new OutboundStream(codec, what, call.signals(), call::streamFailure, this);
        long messages;
        long bytes;
        RpcException why;
        synchronized (lock) {
            out = stream;
            messages = firstMessages;
            bytes = firstBytes;
            why = givenUp;
        }
        if (why != null) {
            stream.abort(why);
        } else if (waiting.closed()) {
            stream.stop();
        }
        stream.open(publisher, messages, bytes);
    }

    /** Notes that the peer accepts more messages and bytes, or fewer bytes. */
    public final void granted(long messages, long bytes) {
        OutboundStream stream;
        synchronized (lock) {
            stream = out;
            if (stream == null) {
                firstMessages = Math.min(ENOUGH, firstMessages + messages);
                firstBytes = Math.min(ENOUGH, firstBytes + bytes);
            }
        }
        if (stream != null) {
            stream.grant(messages, bytes);
        }
    }

    @Override
    public final MessageOutput another() {
        return connection.pool().take();
    }

    @Override
    public final MessageOutput frame(MessageOutput element) throws IOException {
        complete(element);
        MessageOutput frame = element.position() > Outbox.SLICE_BYTES ? element : element.copy();
        waiting.add(frame.position());
        return frame;
    }

    @Override
    public final void item(MessageOutput frame) {
        waiting.remove(frame.position());
        connection.outbox().offer(this, frame);
    }

    @Override
    public final void dropped(int bytes) {
        waiting.remove(bytes);
    }

    @Override
    public final @Nullable RpcException full(int bytes) {
        return waiting.full(bytes);
    }

    @Override
    public final void held(int bytes) {
        waiting.add(bytes);
    }

    @Override
    public final void released(int bytes) {
        waiting.remove(bytes);
    }

    @Override
    public boolean ready() {
        return connection.outbox().takesItems();
    }

    /** Resumes the outgoing stream, because there may be room again. */
    public final void resume() {
        OutboundStream stream = out;
        if (stream != null) {
            stream.resume();
        }
    }

    /** Counts an element, or a part of one, that was received or sent. */
    public final void moved() {
        parts++;
    }

    /** Returns the number of elements, and parts of elements, that were received or sent. */
    public final long parts() {
        return parts;
    }

    /** Notes that the peer has ended the incoming stream. */
    protected final void inEnded() {
        inEnded = true;
    }

    /** Returns whether the peer has ended the incoming stream. */
    protected final boolean hasInEnded() {
        return inEnded;
    }

    /** Returns whether the call waits for the peer: for an element that is requested, or for the peer to read. */
    public final boolean waitsForPeer() {
        InboundStream to = in;
        OutboundStream from = out;
        return (to != null && !inEnded && to.waits()) || (from != null && from.waits());
    }

    /** Fails both streams, even an outgoing one that is yet to be created, because nobody waits for the call any more. */
    public final void abort(RpcException why) {
        InboundStream to = in;
        if (to != null) {
            to.abort(why);
        }
        OutboundStream from;
        synchronized (lock) {
            from = out;
            givenUp = why;
        }
        if (from != null) {
            from.abort(why);
        }
    }

    /** Ends the streams of an answered call: the outgoing one stops, and the incoming one fails unless it has ended. */
    public final void answered(Call call) {
        finish();
        InboundStream stream = in;
        if (stream != null) {
            stream.abort(new RpcException(StatusCode.CANCELLED, call + " has ended"));
        }
    }

    /** Ends the call's streams except the incoming one. */
    public void finish() {
        waiting.close();
        OutboundStream stream = out;
        if (stream != null) {
            stream.stop();
        }
    }

    /** Returns whether {@link #finish} was called. */
    protected final boolean finished() {
        return waiting.closed();
    }
}
